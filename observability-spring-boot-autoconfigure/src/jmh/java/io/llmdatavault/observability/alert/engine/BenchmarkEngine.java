package io.llmdatavault.observability.alert.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;

import io.llmdatavault.observability.alert.notify.AlertState;
import io.llmdatavault.observability.alert.notify.NotificationQueue;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.rulefile.RuleFile;
import io.llmdatavault.observability.alert.sample.MeterSampler;
import io.llmdatavault.observability.alert.sample.SampleStore;

/** The whole engine over {@link BenchmarkMeters}, one pass when it is told to; nobody is notified. */
final class BenchmarkEngine implements AutoCloseable {

    private static final Labels IDENTITY = Labels.of(Map.of("job", "bench", "instance", "localhost:8080"));

    private final NotificationQueue queue = new NotificationQueue(Map.of(), null);

    private final AlertEngine engine;

    /**
     * An engine.
     * @param wrapper what becomes of the sampler, which answers whether there are meters
     */
    BenchmarkEngine(
            BenchmarkRules rules,
            BenchmarkMeters meters,
            Duration interval,
            Clock clock,
            LongSupplier nanoTime,
            Function<LongPredicate, LongPredicate> wrapper) {
        EngineSettings settings = new EngineSettings(
                interval,
                Duration.ZERO,
                1000,
                Duration.ofHours(1),
                Duration.ofHours(25),
                100_000,
                1L << 30,
                Labels.EMPTY);
        Function<SampleStore, LongPredicate> sampler =
                store -> new MeterSampler(() -> List.of(meters.registry()), store, interval, () -> IDENTITY)::sample;
        this.engine = new AlertEngine(
                RuleFileEngine.groups(RuleFile.parse(rules.file(), "rules.yml")),
                List.of(),
                settings,
                () -> IDENTITY,
                queue,
                List::of,
                null,
                null,
                clock,
                nanoTime,
                sampler.andThen(wrapper));
    }

    /** Does what is due. Answers how many nanoseconds later something will be. */
    long pass() {
        return engine.evaluateDue(() -> false);
    }

    /** How many alerts fire, once no rule has failed. */
    long firing() {
        List<RuleStatus> rules = engine.rules();
        rules.stream()
                .filter(rule -> rule.state() == RuleStatus.State.ERROR || rule.state() == RuleStatus.State.NO_DATA)
                .findFirst()
                .ifPresent(rule -> {
                    throw new IllegalStateException(rule.toString());
                });
        return rules.stream()
                .flatMap(rule -> rule.active().stream())
                .filter(alert -> alert.state() == AlertState.FIRING)
                .count();
    }

    @Override
    public void close() {
        engine.close();
        queue.close();
    }
}
