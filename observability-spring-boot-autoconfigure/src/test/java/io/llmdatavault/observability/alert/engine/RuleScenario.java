package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import io.llmdatavault.observability.alert.promql.DataSet;
import io.llmdatavault.observability.alert.promql.rulefile.AlertingRule;
import io.llmdatavault.observability.alert.promql.rulefile.RecordingRule;
import io.llmdatavault.observability.alert.promql.rulefile.Rule;
import io.llmdatavault.observability.alert.promql.rulefile.RuleFile;

/**
 * A rule file over series, evaluated step by step from 1970-01-01 on, once each interval of the data, the sample of that
 * time included.
 *
 * @param name what messages call it
 * @param rules the rule file
 * @param data the series; a gap is before the first sample only, as a meter that is gone ends with a stale marker
 * @param steps how often the rules are evaluated
 */
record RuleScenario(String name, String rules, DataSet data, int steps) {

    RuleFile file() {
        return RuleFile.parse(rules, name);
    }

    Duration interval() {
        return Duration.ofMillis(data.intervalMillis());
    }

    long time(int step) {
        return step * data.intervalMillis();
    }

    /** The same, ended before a step. */
    RuleScenario until(int step) {
        return new RuleScenario(name, rules, data, step);
    }

    List<String> groups() {
        return file().groups().stream().map(group -> group.name()).toList();
    }

    /** The names of the alerts, each once. */
    List<String> alerts() {
        return names(AlertingRule.class);
    }

    /** Gives everything that rules have written. */
    String written() {
        return "{__name__=~\"ALERTS|ALERTS_FOR_STATE"
                + names(RecordingRule.class).stream().map(name -> "|" + name).collect(Collectors.joining()) + "\"}";
    }

    private List<String> names(Class<? extends Rule> kind) {
        return file().groups().stream()
                .flatMap(group -> group.rules().stream())
                .filter(kind::isInstance)
                .map(Rule::name)
                .distinct()
                .toList();
    }

    @Override
    public String toString() {
        return "=== " + name + "\nsteps " + steps + "\n" + data + "\n---\n" + rules;
    }
}
