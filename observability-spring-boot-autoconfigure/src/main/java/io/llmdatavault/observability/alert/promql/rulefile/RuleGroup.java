package io.llmdatavault.observability.alert.promql.rulefile;

import java.time.Duration;
import java.util.List;

/**
 * Rules that are evaluated one after the other, at the same time.
 *
 * @param name its name, of which the file has no other
 * @param interval the time between two evaluations; zero where none is written
 * @param limit how many series or alerts one of its rules may give; zero or less for any number
 * @param rules its rules, in the order of their evaluation
 * @param line where it begins in its file, from 1
 * @since 0.1.0
 */
public record RuleGroup(String name, Duration interval, long limit, List<Rule> rules, int line) {

    public RuleGroup {
        rules = List.copyOf(rules);
    }
}
