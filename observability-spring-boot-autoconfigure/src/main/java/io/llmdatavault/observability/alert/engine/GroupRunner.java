package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.llmdatavault.observability.alert.sample.SampleWriter;

/** Evaluates the rules of one group one after the other, all at the same time. Used by one thread. */
final class GroupRunner {

    private final FixedRate rate;

    private final List<RuleRunner> rules;

    private final SampleWriter writer;

    GroupRunner(Duration interval, List<RuleRunner> rules, SampleWriter writer) {
        this.rate = new FixedRate(interval);
        this.rules = List.copyOf(rules);
        this.writer = writer;
    }

    FixedRate rate() {
        return rate;
    }

    void run(Tick now, BooleanSupplier stopped) {
        try {
            writer.begin(now.timestamp());
            for (RuleRunner rule : rules) {
                if (!stopped.getAsBoolean()) {
                    rule.run(now, stopped);
                }
            }
            writer.end(false);
        } catch (Throwable ex) {
            if (!stopped.getAsBoolean()) {
                fail(now, ex);
            }
        }
    }

    /** Moves the times that the rules remember, as the wall clock was set. */
    void shift(long millis) {
        rules.forEach(rule -> rule.shift(millis));
    }

    /** No rule can be evaluated. */
    void fail(Tick now, Throwable cause) {
        rules.forEach(rule -> rule.fail(now, cause));
    }
}
