package io.llmdatavault.observability.alert.promql.template;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.llmdatavault.observability.alert.promql.InstantVector;
import io.llmdatavault.observability.alert.promql.InstantVectors;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.PromQlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Renders templates and has Prometheus render the same ones: {@code promtool test rules} says for each alert what its
 * annotations became. What is expected comes from there alone.
 */
class TemplateParityTests {

    /** Every function of one number meets each of these. */
    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "1",
            "-1",
            "0.5",
            "-0.25",
            "0.1",
            "1.5",
            "3.14159",
            "59",
            "60",
            "61.7",
            "-61.7",
            "119.99",
            "3600",
            "3661",
            "86400",
            "90061.5",
            "-90061.5",
            "31536000",
            "999",
            "999.95",
            "999.96",
            "1000",
            "1023",
            "1024",
            "1025",
            "-1024",
            "1048576",
            "123456",
            "999999",
            "1000000",
            "1234567.891",
            "123456789",
            "1435065584.128",
            "-1435065584.5",
            "1e18",
            "1e20",
            "1e21",
            "1e22",
            "9e18",
            "1e19",
            "1e24",
            "1e27",
            "1e30",
            "1.7976931348623157e308",
            "1e-3",
            "1e-4",
            "1.5e-5",
            "0.000123456",
            "1e-7",
            "1e-24",
            "1e-27",
            "5e-324",
            "2.2250738585072014e-308",
            "9007199254740993",
            "5.684341886080802e-14",
            "0.3",
            "2.675",
            "1.005",
            "100000",
            "99999.5",
            "0.045678",
            "0.99995",
            "NaN",
            "Inf",
            "-Inf");

    private static final List<String> FORMS = List.of(
            "{{ $value }}",
            "{{ $value | humanize }}",
            "{{ $value | humanize1024 }}",
            "{{ $value | humanizeDuration }}",
            "{{ $value | humanizePercentage }}",
            "{{ $value | humanizeTimestamp }}",
            "{{ printf \"%f|%.0f|%.2f|%10.3f|%-10.1f|%+.1f|% .1f|%010.2f\" $value $value $value $value $value $value $value $value }}",
            "{{ printf \"%e|%.0e|%.3E|%g|%.3g|%G|%.10g|%#g|%#.3g|%020g\" $value $value $value $value $value $value $value $value $value $value }}",
            "{{ printf \"%v|%5v|%-12v|%+v|%#v|%x|%X|%.2x|%b|%08.3v\" $value $value $value $value $value $value $value $value $value $value }}",
            "{{ printf \"%d|%s|%q|%t|%5d|%T|%c|%F|%p|%U\" $value $value $value $value $value $value $value $value $value $value }}",
            "{{ if $value }}yes{{ else }}no{{ end }} {{ gt $value 1.0 }} {{ lt $value 1.0 }} {{ ge $value 1.0 }} {{ eq $value 1.0 }} {{ ne $value $value }}");

    private record Case(String value, String template) {}

    private static final Labels LABELS = Labels.of(Map.of(
            "__name__",
            "v",
            "instance",
            "db-1.example.com:5432",
            "path",
            "/api/orders",
            "quote",
            "a\"b'c<d>&e=\\",
            "number",
            "1234.5",
            "unicode",
            "größe-日本",
            "host",
            "[2001:db8::1]:9090",
            "ip",
            "10.0.0.1:80",
            "plain",
            "web.eu.example.com"));

    @Test
    void rendersWhatPrometheusRenders(@TempDir Path directory) throws Exception {
        List<Case> cases = cases();
        Map<String, String> expected = expected(cases, directory);

        Map<String, String> wrong = new LinkedHashMap<>();
        for (int i = 0; i < cases.size(); i++) {
            Case test = cases.get(i);
            String theirs = expected.get("C" + i);
            String ours = comparable(render(test));
            if (!ours.equals(theirs)) {
                wrong.put(test.toString(), "\n  ours:       " + ours + "\n  Prometheus: " + theirs + "\n");
            }
        }

        assertThat(cases).hasSizeGreaterThan(800);
        assertThat(wrong).isEmpty();
    }

    @Test
    void refusesWhatPrometheusRefuses(@TempDir Path directory) throws Exception {
        List<String> templates = lines("parse-cases.txt");
        StringBuilder rules = new StringBuilder("groups:\n- name: g\n  rules:\n");
        for (int i = 0; i < templates.size(); i++) {
            rules.append("  - alert: C")
                    .append(i)
                    .append("\n    expr: up\n    annotations: {out: ")
                    .append(Promtool.quote(templates.get(i)))
                    .append("}\n");
        }
        String output = Promtool.run(
                "check",
                "rules",
                Files.writeString(directory.resolve("rules.yml"), rules).toString());

        Map<String, String> wrong = new LinkedHashMap<>();
        int refused = 0;
        for (int i = 0; i < templates.size(); i++) {
            boolean theirs = !output.contains("\"C" + i + "\": annotation");
            String ours = "accepted";
            try {
                Template.parse(templates.get(i));
            } catch (PromQlException ex) {
                ours = ex.getMessage();
                assertThat(ours).matches("(?s)Line \\d+, column \\d+: .+\\n.*\\n *\\^");
            }
            refused += theirs ? 0 : 1;
            if (theirs != ours.equals("accepted")) {
                wrong.put(templates.get(i), ours);
            }
        }

        assertThat(templates).hasSizeGreaterThan(80);
        assertThat(refused).isGreaterThan(50);
        assertThat(wrong).isEmpty();
    }

    private static List<Case> cases() throws Exception {
        List<Case> cases = new ArrayList<>();
        for (String form : FORMS) {
            for (String number : NUMBERS) {
                cases.add(new Case(number, form));
            }
        }
        for (String template : lines("cases.txt")) {
            cases.add(new Case("1234.5", template));
        }
        RandomFormats formats = new RandomFormats(Long.getLong("templates.seed", 42));
        Random random = new Random(7);
        for (int i = 0; i < Integer.getInteger("templates.count", 1000); i++) {
            cases.add(new Case(NUMBERS.get(random.nextInt(NUMBERS.size())), formats.next()));
        }
        return cases;
    }

    private static List<String> lines(String resource) throws Exception {
        try (InputStream in = TemplateParityTests.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("# "))
                    .map(line -> line.replace("⏎", "\n").replace("⇥", "\t"))
                    .toList();
        }
    }

    private static String render(Case test) {
        double value = switch (test.value()) {
            case "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(test.value());
        };
        TemplateData data =
                new TemplateData(LABELS, Labels.of(Map.of("cluster", "eu")), "", value, TemplateParityTests::query);
        return Template.parse(test.template()).render(data);
    }

    /** What promtool evaluates, for the few queries of the cases. */
    private static InstantVector query(String expression) {
        Map<Labels, Double> series = new LinkedHashMap<>();
        if (expression.equals("q") || expression.contains("'b'")) {
            series.put(Labels.of(Map.of("__name__", "q", "id", "b")), 2.0);
        }
        if (expression.equals("q") || expression.contains("'a'")) {
            series.put(Labels.of(Map.of("__name__", "q", "id", "a")), 1e9);
        }
        return InstantVectors.of(series);
    }

    private static Map<String, String> expected(List<Case> cases, Path directory) throws Exception {
        StringBuilder rules = new StringBuilder("groups:\n- name: g\n  rules:\n");
        StringBuilder tests =
                new StringBuilder("rule_files: [rules.yml]\nevaluation_interval: 1m\ntests:\n- interval: 1m\n"
                        + "  external_labels: {cluster: eu}\n  input_series:\n"
                        + "  - {series: 'q{id=\"b\"}', values: '2'}\n  - {series: 'q{id=\"a\"}', values: '1e9'}\n");
        // The name of the series differs for each value, and so the label of it: it is put back by label_replace.
        List<String> values = cases.stream().map(Case::value).distinct().toList();
        for (int i = 0; i < values.size(); i++) {
            tests.append("  - series: ")
                    .append(Promtool.quote("v" + i + LABELS.withoutName()))
                    .append("\n    values: '")
                    .append(values.get(i))
                    .append("'\n");
        }
        tests.append("  alert_rule_test:\n");
        for (int i = 0; i < cases.size(); i++) {
            rules.append("  - alert: C")
                    .append(i)
                    .append("\n    expr: label_replace(v")
                    .append(values.indexOf(cases.get(i).value()))
                    .append(", '__name__', 'v', '', '')\n    annotations: {out: ")
                    .append(Promtool.quote(cases.get(i).template()))
                    .append("}\n");
            tests.append("  - {eval_time: 0m, alertname: C").append(i).append("}\n");
        }
        Files.writeString(directory.resolve("rules.yml"), rules);
        Path test = Files.writeString(directory.resolve("test.yml"), tests);
        String output = Promtool.run("test", "rules", test.toString());

        Map<String, String> expected = new LinkedHashMap<>();
        Matcher matcher = Pattern.compile(
                        "Labels:\\{alertname=\"(C\\d+)\".*\\n\\s*Annotations:\\{out=\"((?:[^\"\\\\]|\\\\.)*+)\"}")
                .matcher(output);
        while (matcher.find()) {
            expected.put(matcher.group(1), comparable(Promtool.unquote(matcher.group(2))));
        }
        assertThat(expected)
                .as(output.substring(0, Math.min(output.length(), 2000)))
                .hasSameSizeAs(cases);
        return expected;
    }

    /** An error without its place, which Prometheus counts in a text that it has put something before. */
    private static String comparable(String text) {
        return text.replaceFirst(
                "^(?s)(<error expanding template: )(?:error executing template \\S+ template: \\S+ executing \\S+ |\\d+:\\d+: )",
                "$1");
    }
}
