package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongPredicate;

import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.sample.SampleStore;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs rules through the whole engine, its clock stepped, and remembers what has fired: for tests of other packages. */
public final class RulesOverTime implements AutoCloseable {

    private final RuleFileEngine engine;

    private final Set<String> fired = new TreeSet<>();

    /**
     * Rules that have not been evaluated.
     * @param groups the rules
     * @param interval the time between two steps
     * @param start the time of the first step
     * @param identity the labels of the process
     * @param sampler makes what writes the samples of one time
     */
    public RulesOverTime(
            List<EvaluationGroup> groups,
            Duration interval,
            Instant start,
            Labels identity,
            Function<SampleStore, LongPredicate> sampler) {
        this.engine = new RuleFileEngine(groups, interval, start, identity, sampler);
    }

    /** Evaluates all rules, of which none may fail, and lets an interval go by. */
    public void step() {
        engine.evaluate();
        for (RuleStatus rule : engine.rules()) {
            assertThat(rule.error()).as(rule.name()).isNull();
            assertThat(rule.state()).as(rule.name()).isNotEqualTo(RuleStatus.State.WAITING);
            if (rule.active().stream().anyMatch(alert -> alert.firedAt() != null)) {
                fired.add(rule.name());
            }
        }
        engine.advance();
    }

    /** Lets time go by in which nothing is evaluated. */
    public void sleep(Duration duration) {
        engine.sleep(duration);
    }

    /** The names of the rules of which an alert has fired at any step. */
    public Set<String> fired() {
        return new TreeSet<>(fired);
    }

    /** The names of the rules that have found something to evaluate at the last step. */
    public Set<String> withData() {
        Set<String> names = new TreeSet<>();
        for (RuleStatus rule : engine.rules()) {
            if (rule.state() == RuleStatus.State.OK) {
                names.add(rule.name());
            }
        }
        return names;
    }

    @Override
    public void close() {
        engine.close();
    }
}
