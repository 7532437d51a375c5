package io.llmdatavault.observability.alert.engine;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.llmdatavault.observability.alert.notify.AlertListener;
import io.llmdatavault.observability.alert.notify.AlertTransition;
import io.llmdatavault.observability.alert.notify.NotificationQueue;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.sample.MeterSampler;
import io.llmdatavault.observability.alert.sample.SampleStore;
import io.llmdatavault.observability.logging.Masker;
import io.llmdatavault.observability.metrics.VaultMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Samples the metrics and evaluates all rules on them when it is told to, and remembers what came of it. Evaluated by
 * one thread at a time, read by any. A rule that cannot be evaluated stops no other.
 *
 * @since 0.1.0
 */
public final class AlertEngine implements AutoCloseable {

    /** Who is told by a rule that names no channel. */
    public static final List<String> DEFAULT_CHANNELS = List.of("log");

    private final EngineSettings settings;

    private final List<InvalidRule> invalid;

    private final List<RuleHealth> rules;

    private final AlertHistory history;

    private final EngineMetrics metrics;

    private final EvaluationWatch watch;

    /** {@code null} where there is nothing to evaluate: then nothing is kept either. */
    private final @Nullable Supplier<Evaluator> evaluatorFactory;

    private volatile @Nullable Evaluator evaluator;

    /**
     * Makes an engine.
     * @param groups the rules, no two alerting ones of one id
     * @param invalid rules that are skipped, for people to see
     * @param settings how they are evaluated
     * @param identity the labels that every sample gets, {@code job} and {@code instance} among them; asked at the first
     *     evaluation
     * @param registries where the metrics may be; asked at the first evaluation
     * @param queue takes the notifications
     * @param listeners are told of every change; asked when there is the first
     * @param masker hides secrets; {@code null} for none
     * @param metrics records the engine's own metrics; {@code null} when metrics are off
     */
    public AlertEngine(
            List<EvaluationGroup> groups,
            List<InvalidRule> invalid,
            EngineSettings settings,
            Supplier<Labels> identity,
            Supplier<? extends Collection<MeterRegistry>> registries,
            NotificationQueue queue,
            Supplier<? extends Collection<AlertListener>> listeners,
            @Nullable Masker masker,
            @Nullable VaultMetrics metrics) {
        this(groups, invalid, settings, new Identity(identity), registries, queue, listeners, masker, metrics);
    }

    /** With one identity for all, that is asked for once. */
    private AlertEngine(
            List<EvaluationGroup> groups,
            List<InvalidRule> invalid,
            EngineSettings settings,
            Identity identity,
            Supplier<? extends Collection<MeterRegistry>> registries,
            NotificationQueue queue,
            Supplier<? extends Collection<AlertListener>> listeners,
            @Nullable Masker masker,
            @Nullable VaultMetrics metrics) {
        this(
                groups,
                invalid,
                settings,
                identity,
                queue,
                listeners,
                masker,
                metrics,
                Clock.systemUTC(),
                System::nanoTime,
                store -> new MeterSampler(registries, store, settings.interval(), identity)::sample);
    }

    AlertEngine(
            List<EvaluationGroup> groups,
            List<InvalidRule> invalid,
            EngineSettings settings,
            Supplier<Labels> identity,
            NotificationQueue queue,
            Supplier<? extends Collection<AlertListener>> listeners,
            @Nullable Masker masker,
            @Nullable VaultMetrics metrics,
            Clock clock,
            LongSupplier nanoTime,
            Function<SampleStore, LongPredicate> samplerFactory) {
        this.settings = settings;
        this.invalid = List.copyOf(invalid);
        Announcer announcer = new Announcer(queue, masker, settings.externalLabels());
        this.rules = groups.stream()
                .flatMap(group -> group.rules().stream().map(rule -> new RuleHealth(rule, group, announcer::masked)))
                .toList();
        this.history = new AlertHistory(settings.historySize());
        this.metrics = new EngineMetrics(metrics);
        this.watch = new EvaluationWatch(
                settings.interval(), settings.interval().multipliedBy(EvaluatorFactory.LATE), nanoTime);
        EvaluatorFactory factory = new EvaluatorFactory(
                settings,
                new Identity(identity),
                announcer,
                new ChangePublisher(announcer, history, new ListenerNotifier(listeners)),
                this.metrics,
                watch,
                clock,
                nanoTime);
        this.evaluatorFactory = rules.stream().anyMatch(RuleHealth::isEnabled)
                ? () -> factory.make(groups, rules, samplerFactory)
                : null;
        SilentRules.warn(rules, announcer);
    }

    /**
     * The settings it was made with.
     * @return the settings
     */
    public EngineSettings settings() {
        return settings;
    }

    /** Whether there is anything to evaluate. */
    boolean hasRules() {
        return evaluatorFactory != null;
    }

    /**
     * All rules, group by group, in the order of their configuration.
     * @return what became of each at the last evaluation
     */
    public List<RuleStatus> rules() {
        boolean stalled = watch.isStalled();
        return rules.stream()
                .map(RuleHealth::status)
                .map(status -> stalled ? status.stalled() : status)
                .toList();
    }

    /**
     * The rules that are skipped because they are wrong.
     * @return unmodifiable, in the order of their configuration
     */
    public List<InvalidRule> invalidRules() {
        return invalid;
    }

    /**
     * When the last evaluation was that has ended.
     * @return its time; empty before the first
     */
    public Optional<Instant> lastEvaluation() {
        return Optional.ofNullable(evaluator).map(Evaluator::lastEvaluation);
    }

    /**
     * The last changes, at most {@code vault.observability.alerts.history-size} of them.
     * @return an unmodifiable copy, the newest first
     */
    public List<AlertTransition> history() {
        return history.copy();
    }

    /** Warns of an evaluation that hangs, with what it is doing. Called by another thread than the one that hangs. */
    void warnWhenStalled() {
        watch.warnWhenStalled();
    }

    /**
     * Samples and evaluates what is due. From the moment on when it is stopped, what is read counts for nothing: a meter
     * that is read while the application ends shows the end and no incident.
     * @return how many nanoseconds later something will be due
     */
    synchronized long evaluateDue(BooleanSupplier stopped) {
        Evaluator prepared = prepare();
        return prepared == null ? settings.interval().toNanos() : prepared.runDue(stopped);
    }

    /**
     * Makes what evaluating takes, unless it is there: for many rules too much to be made while the application starts.
     * @return {@code null} if there is nothing to evaluate
     */
    synchronized @Nullable Evaluator prepare() {
        if (evaluator == null && evaluatorFactory != null) {
            try {
                evaluator = evaluatorFactory.get();
            } catch (Throwable ex) {
                rules.forEach(rule -> rule.failed(ex));
                throw ex;
            }
            metrics.observe(rules);
        }
        return evaluator;
    }

    /** Takes its gauges out of registries that may outlive it. */
    @Override
    public void close() {
        metrics.close();
    }
}
