package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.util.List;

/**
 * Rules that are evaluated one after the other, at the same time: a later one sees what an earlier one has recorded.
 *
 * @param name its name
 * @param origin who has written its rules
 * @param source the rule file; empty unless they come from one
 * @param interval the time between two evaluations; zero for that of the engine
 * @param limit how many series or alerts one of its rules may give; zero or less for any number
 * @param rules its rules, in the order of their evaluation
 * @since 0.1.0
 */
public record EvaluationGroup(
        String name, Origin origin, String source, Duration interval, long limit, List<EvaluationRule> rules) {

    public EvaluationGroup {
        rules = List.copyOf(rules);
    }

    /**
     * A group of a rule file or, if the source is empty, of properties and beans.
     * @param name its name
     * @param source the rule file, or nothing
     * @param interval the time between two evaluations; zero for that of the engine
     * @param limit how many series or alerts one of its rules may give; zero or less for any number
     * @param rules its rules
     */
    public EvaluationGroup(String name, String source, Duration interval, long limit, List<EvaluationRule> rules) {
        this(name, source.isEmpty() ? Origin.PROPERTIES : Origin.FILE, source, interval, limit, rules);
    }

    /**
     * A group of rules that are shipped and that nobody has changed.
     * @param name its name
     * @param rules its rules
     */
    public static EvaluationGroup shipped(String name, List<EvaluationRule> rules) {
        return new EvaluationGroup(name, Origin.SHIPPED, "", Duration.ZERO, 0, rules);
    }

    /** Who has written a rule. */
    public enum Origin {

        /** The application, as properties or a bean. */
        PROPERTIES,

        /** This library. */
        SHIPPED,

        /** Whoever wrote the rule file, which may be about other services, too. */
        FILE
    }
}
