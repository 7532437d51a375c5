package io.llmdatavault.observability.alert.engine;

import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rules of the kinds that people write, each over twenty series of its own: those that {@link BenchmarkMeters} has for the
 * service of the rule's number. One in ten is always true, for four alerts.
 *
 * @param count how many there are
 * @param shortRange what half of those that have a range look back on
 * @param longRange what the other half does
 * @param pendingFor how long a condition must be true before its alert fires
 */
record BenchmarkRules(int count, String shortRange, String longRange, String pendingFor) {

    /** How many kinds of rules there are, which take turns. */
    static final int KINDS = 10;

    private static final List<String> EXPRESSIONS = List.of(
            "rate(bench_requests_total{service=\"%1$s\"}[%2$s]) > 1e6",
            "sum by (code) (rate(bench_requests_total{service=\"%1$s\"}[%3$s])) > 1e6",
            "histogram_quantile(0.99, sum by (le) (rate(bench_duration_seconds_bucket{service=\"%1$s\"}[%2$s]))) > 60",
            "bench_depth{service=\"%1$s\"} > 1e6",
            "sum by (path) (rate(bench_requests_total{service=\"%1$s\",code=\"500\"}[%2$s]))"
                    + " / sum by (path) (rate(bench_requests_total{service=\"%1$s\"}[%2$s])) > 0.9",
            "histogram_quantile(0.9, sum by (path, le) (rate(bench_duration_seconds_bucket{service=\"%1$s\"}[%3$s]))) > 60",
            "max_over_time(bench_depth{service=\"%1$s\"}[%3$s]) > 1e6",
            "sum(increase(bench_requests_total{service=\"%1$s\"}[%3$s])) > 1e9",
            "avg_over_time(bench_depth{service=\"%1$s\"}[%2$s]) > 1e6",
            "sum by (code) (rate(bench_requests_total{service=\"%1$s\"}[%2$s])) > 0");

    static String service(int number) {
        return "service-" + number;
    }

    private String expression(int number) {
        return EXPRESSIONS.get(number % KINDS).formatted(service(number), shortRange, longRange);
    }

    /** As a rule file of Prometheus with one group. */
    String file() {
        return all("groups:\n- name: bench\n  rules:\n", (number, expression) ->
                """
                        - alert: Bench%d
                          expr: %s
                          for: %s
                          labels:
                            severity: warning
                          annotations:
                            summary: 'Service %s has {{ $value | humanize }} of {{ $labels.code }}'
                            description: 'Rule %1$d of many is true, for {{ $labels }}.'
                        """.formatted(number, expression, pendingFor, service(number)).indent(2));
    }

    /** As properties in YAML. */
    String properties() {
        return all("vault:\n  observability:\n    alerts:\n      rules:\n", (number, expression) ->
                """
                        bench-%d:
                          expr: '%s'
                          for: %s
                          severity: warning
                          annotations:
                            summary: 'Service %s has {{ $value | humanize }} of {{ $labels.code }}'
                            description: 'Rule %1$d of many is true, for {{ $labels }}.'
                        """.formatted(number, expression, pendingFor, service(number)).indent(8));
    }

    private String all(String start, BiFunction<Integer, String, String> rule) {
        return IntStream.range(0, count)
                .mapToObj(number -> rule.apply(number, expression(number)))
                .collect(Collectors.joining("", start, ""));
    }
}
