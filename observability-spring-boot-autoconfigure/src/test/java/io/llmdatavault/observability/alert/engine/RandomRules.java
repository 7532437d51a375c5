package io.llmdatavault.observability.alert.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.llmdatavault.observability.alert.promql.DataSet;
import io.llmdatavault.observability.alert.promql.RandomExpressions;
import io.llmdatavault.observability.alert.promql.RandomSeries;

/**
 * Random rule files over random series: two to five rules in one group or two, which record, read what others record, look
 * at the alerts of others, wait, keep firing, and have labels and annotations from templates.
 */
final class RandomRules {

    private static final List<String> WAITS = List.of("", "", "", "15s", "30s", "1m", "50s", "2m");

    private static final List<String> KEEPS = List.of("", "", "", "", "15s", "45s", "1m", "90s");

    private static final List<String> LABELS = List.of(
            "severity: warning",
            "severity: critical",
            "team: '{{ $labels.job }}'",
            "team: '{{ $labels.job }}'",
            "where: '{{ $labels.job }}-{{ $labels.path }}'",
            "empty: '{{ $labels.nosuch }}'",
            "path: ''",
            "job: own",
            "asked: '{{ with query \"limit\" }}{{ . | first | value }}{{ end }}'",
            "born: '{{ with query \"born\" }}{{ . | first | label \"job\" }}{{ end }}'");

    private static final List<String> STEADY_LABELS = List.of(
            "level: '{{ if gt $value 100.3 }}high{{ else }}low{{ end }}'",
            "value: 'v{{ $value }}'",
            "x: '{{ $value }}'");

    private static final List<String> ANNOTATIONS = List.of(
            "v: '{{ $value }}'",
            "v: '{{ $value }} of {{ $labels.job }}/{{ $labels.path }}'",
            "l: '{{ $labels }}'",
            "q: '{{ range query \"count by (job) (gauge)\" | sortByLabel \"job\" }}{{ .Labels.job }}={{ .Value }};{{ end }}'",
            "r: '{{ query \"nosuch\" | first | value }}'",
            "s: '{{ range query \"r0\" | sortByLabel \"path\" | sortByLabel \"job\" }}{{ .Labels.path }} {{ end }}'");

    private static final List<String> STEADY_ANNOTATIONS = List.of(
            "h: '{{ $value | humanize }}'",
            "d: '{{ $value | humanizeDuration }}'",
            "p: '{{ humanizePercentage $value }}'");

    private final Random random;

    private final RandomExpressions expressions;

    RandomRules(Random random) {
        this.random = random;
        this.expressions = new RandomExpressions(random);
    }

    /**
     * A rule file in its parts, so that some can be left out.
     *
     * @param groups the rules of each group, in YAML
     * @param data the series
     * @param steps how often they are evaluated
     */
    record Parts(List<List<String>> groups, DataSet data, int steps) {

        RuleScenario scenario(String name) {
            StringBuilder text = new StringBuilder("groups:\n");
            for (int i = 0; i < groups.size(); i++) {
                text.append("- name: g").append(i).append("\n  rules:\n");
                groups.get(i).forEach(text::append);
            }
            return new RuleScenario(name, text.toString(), data, steps);
        }
    }

    Parts next() {
        List<List<String>> groups = new ArrayList<>();
        groups.add(new ArrayList<>());
        int rules = 2 + random.nextInt(4);
        int recorded = 0;
        for (int i = 0; i < rules; i++) {
            if (i > 1 && groups.size() == 1 && random.nextInt(4) == 0) {
                groups.add(new ArrayList<>());
            }
            boolean records = random.nextInt(3) == 0;
            groups.get(groups.size() - 1).add(records ? recording(recorded++) : alerting(i, recorded));
        }
        return new Parts(groups, series(), 20 + random.nextInt(21));
    }

    private String recording(int number) {
        String expression = number > 0 && random.nextInt(3) == 0 ? ofRecorded(number) : expressions.steady();
        return "  - record: r" + number + "\n    expr: " + quoted(expression) + "\n"
                + (random.nextInt(3) == 0
                        ? "    labels: {by: rule" + (random.nextInt(4) == 0 ? ", job: own" : "") + "}\n"
                        : "");
    }

    private String alerting(int number, int recorded) {
        boolean steady = random.nextBoolean();
        String expression = expressions.condition(steady);
        if (recorded > 0 && random.nextInt(3) == 0) {
            expression = ofRecorded(recorded);
        } else if (number > 0 && random.nextInt(6) == 0) {
            expression = ofAlerts();
        }
        String wait = one(WAITS);
        String keep = one(KEEPS);
        return "  - alert: A" + number + "\n    expr: " + quoted(expression) + "\n"
                + (wait.isEmpty() ? "" : "    for: " + wait + "\n")
                + (keep.isEmpty() ? "" : "    keep_firing_for: " + keep + "\n")
                + texts("labels", LABELS, steady ? STEADY_LABELS : List.of())
                + texts("annotations", ANNOTATIONS, steady ? STEADY_ANNOTATIONS : List.of());
    }

    private String ofRecorded(int recorded) {
        String name = "r" + random.nextInt(recorded);
        return one(List.of(
                name,
                name + " > 33.337",
                name + " < 0.7312",
                "absent(" + name + ")",
                "count_over_time(" + name + "[1m]) > 2",
                "max_over_time(" + name + "[45s]) > 3.1",
                name + " - " + name + " offset 30s > 0.1",
                "sum(" + name + ") > 100.3"));
    }

    private String ofAlerts() {
        return one(List.of(
                "ALERTS",
                "ALERTS{alertstate=\"firing\"}",
                "count(ALERTS{alertstate=\"pending\"}) > 0",
                "absent(ALERTS{alertname=\"A0\"})",
                "time() - ALERTS_FOR_STATE > 60",
                "max by (alertname) (count_over_time(ALERTS[1m])) > 2"));
    }

    private String texts(String field, List<String> always, List<String> steady) {
        Map<String, String> chosen = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            List<String> from = !steady.isEmpty() && random.nextInt(3) == 0 ? steady : always;
            String text = one(from);
            chosen.put(text.substring(0, text.indexOf(':')), "      " + text + "\n");
        }
        return chosen.isEmpty() ? "" : "    " + field + ":\n" + String.join("", chosen.values());
    }

    /** Without gaps: here a series that misses a sample has ended. */
    private DataSet series() {
        DataSet data = new RandomSeries(random).next();
        Map<String, String> series = new LinkedHashMap<>();
        data.series().forEach((labels, values) -> {
            List<String> ended = new ArrayList<>();
            boolean born = false;
            for (Double value : DataSet.decode(values)) {
                born |= value != null;
                ended.add(value == null ? (born ? "stale" : "_") : DataSet.encode(value));
            }
            series.put(labels, String.join(" ", ended));
        });
        return new DataSet(data.intervalMillis(), series);
    }

    private static String quoted(String expression) {
        return "'" + expression.replace("'", "''") + "'";
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
