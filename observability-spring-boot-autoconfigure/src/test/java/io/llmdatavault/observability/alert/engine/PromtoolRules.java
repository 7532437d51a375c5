package io.llmdatavault.observability.alert.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.llmdatavault.observability.alert.promql.DataSet;
import io.llmdatavault.observability.alert.promql.template.Promtool;
import org.springframework.util.FileSystemUtils;

/**
 * Asks {@code promtool test rules} what becomes of rule files: all scenarios in one run, each in a file of its own. As with
 * expressions, something is expected that never is, so that promtool reports what there is instead.
 *
 * <p>It evaluates all groups at each step, one after the other, and ends at the first step at which a rule fails, with
 * nothing but the names of such rules. Such scenarios are asked again, without that step.
 */
final class PromtoolRules {

    private static final String NEVER = "{never=\"given\"}";

    private PromtoolRules() {}

    static List<RuleRun> ask(List<RuleScenario> scenarios) throws Exception {
        Path directory = Files.createTempDirectory("promtool-rules");
        try {
            List<RuleRun> runs = run(scenarios, directory);
            List<RuleScenario> shortened = new ArrayList<>();
            for (int i = 0; i < runs.size(); i++) {
                if (!runs.get(i).failed().isEmpty()) {
                    shortened.add(scenarios.get(i).until(runs.get(i).steps().size()));
                }
            }
            List<RuleRun> again = new ArrayList<>(run(shortened, directory));
            for (int i = 0; i < runs.size(); i++) {
                Set<String> failed = runs.get(i).failed();
                if (!failed.isEmpty()) {
                    runs.set(i, new RuleRun(again.remove(0).steps(), failed));
                }
            }
            return runs;
        } finally {
            FileSystemUtils.deleteRecursively(directory);
        }
    }

    private static List<RuleRun> run(List<RuleScenario> scenarios, Path directory) throws Exception {
        List<String> command = new ArrayList<>(List.of("test", "rules"));
        List<RuleScenario> asked = new ArrayList<>();
        for (RuleScenario scenario : scenarios) {
            if (scenario.steps() > 0) {
                command.add(write(scenario, directory.resolve(asked.size() + ".yml")));
                asked.add(scenario);
            }
        }
        String[] reports = asked.isEmpty()
                ? new String[1]
                : Promtool.run(command.toArray(String[]::new)).split("(?m)^Unit Testing:  .*\n", -1);
        if (reports.length != asked.size() + 1) {
            throw new IllegalStateException("promtool: " + String.join("\n", reports));
        }
        List<RuleRun> runs = new ArrayList<>();
        int next = 1;
        for (RuleScenario scenario : scenarios) {
            runs.add(
                    scenario.steps() > 0
                            ? new PromtoolRulesReport(scenario, reports[next++]).run()
                            : new RuleRun(List.of(), Set.of()));
        }
        return runs;
    }

    private static String write(RuleScenario scenario, Path file) throws IOException {
        Path rules = Path.of(file + ".rules");
        Files.writeString(rules, scenario.rules());
        String interval = scenario.interval().toMillis() + "ms";
        StringBuilder test = new StringBuilder("rule_files: [" + Promtool.quote(rules.toString()) + "]\n")
                .append("evaluation_interval: " + interval + "\n")
                // Without it the order of groups changes from run to run.
                .append("group_eval_order: "
                        + scenario.groups().stream().map(Promtool::quote).toList() + "\n")
                .append("tests:\n- interval: " + interval + "\n  input_series:\n");
        scenario.data()
                .series()
                .forEach((series, values) -> test.append("  - series: ")
                        .append(Promtool.quote(series))
                        .append("\n    values: ")
                        .append(Promtool.quote(ended(values, scenario.steps())))
                        .append('\n'));
        writeQuestions(scenario, test);
        return Files.writeString(file, test).toString();
    }

    /** A series that has no more samples has ended: promtool would go on with the last. */
    private static String ended(String values, int steps) {
        return DataSet.forPromtool(values) + (DataSet.decode(values).size() < steps ? " stale" : "");
    }

    private static void writeQuestions(RuleScenario scenario, StringBuilder test) {
        String written = Promtool.quote(scenario.written());
        test.append("  promql_expr_test:\n");
        for (int i = 0; i < scenario.steps(); i++) {
            test.append("  - {expr: " + written + ", eval_time: " + scenario.time(i) + "ms, exp_samples: [{labels: "
                    + Promtool.quote(NEVER) + ", value: 1}]}\n");
        }
        List<String> alerts = scenario.alerts();
        test.append(alerts.isEmpty() ? "" : "  alert_rule_test:\n");
        for (int i = 0; i < scenario.steps(); i++) {
            for (String alert : alerts) {
                test.append("  - {eval_time: " + scenario.time(i) + "ms, alertname: " + Promtool.quote(alert)
                        + ", exp_alerts: [{exp_labels: {never: given}}]}\n");
            }
        }
    }
}
