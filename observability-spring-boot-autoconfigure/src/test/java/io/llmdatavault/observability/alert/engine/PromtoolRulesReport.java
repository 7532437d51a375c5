package io.llmdatavault.observability.alert.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.llmdatavault.observability.alert.promql.DataSet;
import io.llmdatavault.observability.alert.promql.LabelText;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.PrometheusDuration;

/**
 * What {@code promtool test rules} prints for one rule file:
 *
 * <pre>
 *     alertname: A, time: 1m,
 *         exp:[
 *             0:
 *               Labels:{alertname="A", never="given"}
 *               Annotations:{}
 *             ],
 *         got:[
 *             0:
 *               Labels:{alertname="A", x="1"}
 *               Annotations:{summary="text"}
 *             ]
 *     expr: "ALERTS", time: 1m,
 *         exp: {never="given"} 1E+00
 *         got: {__name__="ALERTS", alertname="A", alertstate="firing", x="1"} 1E+00
 * </pre>
 *
 * <p>or, if a rule fails, {@code rule: C, time: 30s, err: …} alone.
 */
final class PromtoolRulesReport {

    private static final Pattern FAILED = Pattern.compile("    rule: (.*), time: (\\w+), err: .*");

    private static final Pattern ALERT = Pattern.compile("    alertname: .*, time: (\\w+), ");

    private static final Pattern EXPRESSION = Pattern.compile("    expr: \".*\", time: (\\w+),( err: .*)?");

    private static final String LABELS = "              Labels:";

    private static final String ANNOTATIONS = "              Annotations:";

    private static final String GOT = "        got: ";

    private final RuleScenario scenario;

    private final String report;

    private final List<RuleRun.Step> steps = new ArrayList<>();

    private final Set<String> failed = new LinkedHashSet<>();

    private RuleRun.Step step;

    private int failedAt;

    private int answers;

    private Labels alert = Labels.EMPTY;

    PromtoolRulesReport(RuleScenario scenario, String report) {
        this.scenario = scenario;
        this.report = report;
        for (int i = 0; i < scenario.steps(); i++) {
            steps.add(new RuleRun.Step(new TreeMap<>(), new TreeMap<>()));
        }
        step = steps.get(0);
    }

    RuleRun run() {
        report.lines().forEach(this::read);
        int asked = scenario.steps() * (1 + scenario.alerts().size());
        if (failed.isEmpty() && answers != asked) {
            throw new IllegalStateException(answers + " answers, not " + asked + ":\n" + report + "\n" + scenario);
        }
        return new RuleRun(failed.isEmpty() ? steps : List.copyOf(steps.subList(0, failedAt)), failed);
    }

    private void read(String line) {
        Matcher matcher = FAILED.matcher(line);
        if (matcher.matches()) {
            failed.add(matcher.group(1));
            failedAt = index(matcher.group(2));
        } else if (matcher.usePattern(ALERT).matches()
                || matcher.usePattern(EXPRESSION).matches()) {
            step = steps.get(index(matcher.group(1)));
            answers++;
        } else if (line.startsWith(LABELS)) {
            alert = LabelText.labels(line.substring(LABELS.length()));
        } else if (line.startsWith(ANNOTATIONS) && !alert.get("never").equals("given")) {
            add(
                    step.firing(),
                    alert,
                    LabelText.labels(line.substring(ANNOTATIONS.length())).toMap());
        } else if (line.startsWith(GOT) && !line.equals(GOT + "nil")) {
            samples(line);
        }
    }

    private void samples(String line) {
        int position = GOT.length();
        while (position < line.length()) {
            LabelText text = new LabelText(line, position);
            Labels labels = text.labels();
            int comma = line.indexOf(',', text.position());
            int end = comma < 0 ? line.length() : comma;
            add(
                    step.written(),
                    labels,
                    DataSet.number(line.substring(text.position(), end).trim()));
            position = end + 2;
        }
    }

    private <T> void add(Map<String, T> target, Labels labels, T value) {
        if (target.put(labels.toString(), value) != null) {
            throw new IllegalStateException(labels + " twice in\n" + report);
        }
    }

    private int index(String time) {
        return (int) (PrometheusDuration.parse(time) / scenario.interval().toMillis());
    }
}
