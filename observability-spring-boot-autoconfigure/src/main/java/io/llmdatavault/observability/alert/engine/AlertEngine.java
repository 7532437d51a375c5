package io.llmdatavault.observability.alert.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.llmdatavault.observability.alert.notify.AlertListener;
import io.llmdatavault.observability.alert.notify.AlertState;
import io.llmdatavault.observability.alert.notify.AlertTransition;
import io.llmdatavault.observability.alert.notify.NotificationQueue;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.alert.rule.MetricThreshold;
import io.llmdatavault.observability.configuration.WarnOnce;
import io.llmdatavault.observability.logging.Masker;
import io.llmdatavault.observability.metrics.VaultMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates all rules when it is told to, and remembers what came of it. Evaluated by one thread at a time, read by
 * any. A rule that cannot be evaluated stops no other.
 *
 * @since 0.1.0
 */
public final class AlertEngine implements AutoCloseable {

    /** Who is told by a rule that names no channel. */
    public static final List<String> DEFAULT_CHANNELS = List.of("log");

    private static final Logger logger = LoggerFactory.getLogger(AlertEngine.class);

    /** The name of {@code vault_alerts} in Micrometer. */
    private static final String GAUGE = "vault.alerts";

    private static final int LATE = 3;

    private static final int MAX_ALERTS_PER_RULE = 1000;

    private final Supplier<? extends Collection<MeterRegistry>> registries;

    private final Supplier<? extends Collection<AlertListener>> listenerBeans;

    private final EngineSettings settings;

    private final Announcer announcer;

    private final @Nullable VaultMetrics metrics;

    private final Clock clock;

    private final LongSupplier nanoTime;

    private final SeriesStore store;

    private final List<RuleRunner> runners;

    private final Deque<AlertTransition> history = new ArrayDeque<>();

    private final WarnOnce listenerFailed = new WarnOnce(logger, "A listener for alerts failed");

    private final WarnOnce notPublished = new WarnOnce(logger, "A change of an alert could not be passed on");

    private final WarnOnce unmeasured = new WarnOnce(logger, "The metrics of alerts could not be recorded");

    private final WarnOnce stuck =
            new WarnOnce(logger, "No alert rule is evaluated: an evaluation has not ended for three intervals");

    private final AtomicBoolean slow = new AtomicBoolean();

    private volatile boolean closed;

    private volatile @Nullable Evaluation running;

    private volatile @Nullable Instant lastEvaluation;

    private @Nullable Tick previous;

    private boolean previousWasLate;

    private @Nullable MeterReader reader;

    private @Nullable List<AlertListener> listeners;

    /**
     * Makes an engine.
     * @param rules the rules, no two of one id
     * @param settings how they are evaluated
     * @param registries where the metrics may be; asked at the first evaluation
     * @param queue takes the notifications
     * @param listeners are told of every change; asked at the first evaluation
     * @param masker hides secrets; {@code null} for none
     * @param metrics records the engine's own metrics; {@code null} when metrics are off
     */
    public AlertEngine(
            Collection<AlertRule> rules,
            EngineSettings settings,
            Supplier<? extends Collection<MeterRegistry>> registries,
            NotificationQueue queue,
            Supplier<? extends Collection<AlertListener>> listeners,
            @Nullable Masker masker,
            @Nullable VaultMetrics metrics) {
        this(rules, settings, registries, queue, listeners, masker, metrics, Clock.systemUTC(), System::nanoTime);
    }

    AlertEngine(
            Collection<AlertRule> rules,
            EngineSettings settings,
            Supplier<? extends Collection<MeterRegistry>> registries,
            NotificationQueue queue,
            Supplier<? extends Collection<AlertListener>> listeners,
            @Nullable Masker masker,
            @Nullable VaultMetrics metrics,
            Clock clock,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.registries = registries;
        this.listenerBeans = listeners;
        this.announcer = new Announcer(queue, masker);
        this.metrics = metrics;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.store = new SeriesStore(
                rules.stream()
                        .filter(AlertRule::enabled)
                        .map(rule -> MetricThresholdEvaluator.selector((MetricThreshold) rule.condition()))
                        .toList(),
                settings.maxSeries(),
                settings.interval());
        this.runners = rules.stream().map(this::runner).toList();
        if (metrics != null) {
            observe(metrics);
        }
    }

    private RuleRunner runner(AlertRule rule) {
        return new RuleRunner(
                rule,
                new MetricThresholdEvaluator((MetricThreshold) rule.condition(), store),
                new AlertStateMachine(
                        rule, settings.interval().multipliedBy(LATE), MAX_ALERTS_PER_RULE, announcer::masked));
    }

    private void observe(VaultMetrics used) {
        try {
            runners.forEach(runner -> observe(runner, used));
        } catch (Throwable ex) {
            unmeasured.warn(ex);
        }
    }

    private void observe(RuleRunner runner, VaultMetrics metrics) {
        AlertRule rule = runner.status().rule();
        if (rule.enabled()) {
            for (AlertState state : List.of(AlertState.PENDING, AlertState.FIRING)) {
                metrics.family("vault_alerts")
                        .observe(
                                () -> closed ? Double.NaN : runner.count(state),
                                rule.id(),
                                rule.severity().label(),
                                state.label());
            }
        }
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
        return runners.stream().anyMatch(runner -> runner.status().rule().enabled());
    }

    /**
     * All rules, in the order of their configuration.
     * @return what became of each at the last evaluation
     */
    public List<RuleStatus> rules() {
        boolean stalled = stalled() != null;
        return runners.stream()
                .map(RuleRunner::status)
                .map(status -> stalled ? status.stalled() : status)
                .toList();
    }

    /**
     * When the last evaluation was that has ended.
     * @return the time at which it began; empty before the first
     */
    public Optional<Instant> lastEvaluation() {
        return Optional.ofNullable(lastEvaluation);
    }

    private @Nullable Evaluation stalled() {
        Evaluation evaluation = running;
        return evaluation != null && nanoTime.getAsLong() - evaluation.tick().nanos() > longestGap()
                ? evaluation
                : null;
    }

    private long longestGap() {
        return settings.interval().multipliedBy(LATE).toNanos();
    }

    /** Warns of an evaluation that hangs, with what it is doing. Called by another thread than the one that hangs. */
    void warnWhenStalled() {
        Evaluation evaluation = stalled();
        if (evaluation != null) {
            IllegalStateException where = new IllegalStateException(
                    "The evaluation of " + evaluation.tick().time() + " is here");
            where.setStackTrace(evaluation.thread().getStackTrace());
            stuck.warn(where);
        }
    }

    /**
     * The last changes, at most {@code vault.observability.alerts.history-size} of them.
     * @return an unmodifiable copy, the newest first
     */
    public List<AlertTransition> history() {
        synchronized (history) {
            return List.copyOf(history);
        }
    }

    /**
     * Evaluates all rules once. Never throws. From the moment on when it is stopped, what is read counts for nothing: a
     * meter that is read while the application ends shows the end and no incident.
     */
    synchronized void evaluate(BooleanSupplier stopped) {
        Tick now = new Tick(clock.instant(), nanoTime.getAsLong());
        running = new Evaluation(now, Thread.currentThread());
        try {
            warnWhenSlow(now);
            if (sample(now) && !stopped.getAsBoolean()) {
                announcer.askAgain();
                runners.forEach(runner -> evaluate(runner, now, stopped));
            }
        } catch (Throwable ex) {
            if (!stopped.getAsBoolean()) {
                runners.forEach(runner -> runner.fail(RuleStatus.State.ERROR, ex));
            }
        } finally {
            running = null;
        }
        if (!stopped.getAsBoolean()) {
            lastEvaluation = now.time();
            measure(now);
        }
    }

    private void evaluate(RuleRunner runner, Tick now, BooleanSupplier stopped) {
        if (stopped.getAsBoolean()) {
            return;
        }
        AlertStateMachine.Step step = runner.evaluate(now);
        // Channels first: a listener is foreign code on this thread.
        step.news().forEach(this::tell);
        step.transitions().forEach(this::remember);
        for (AlertListener listener : step.transitions().isEmpty() ? List.<AlertListener>of() : listeners()) {
            for (AlertTransition transition : step.transitions()) {
                if (!stopped.getAsBoolean()) {
                    tell(listener, transition);
                }
            }
        }
    }

    /** Two in a row, because one alone comes from a pause of the whole process. */
    private void warnWhenSlow(Tick now) {
        boolean late = previous != null && now.nanos() - previous.nanos() > longestGap();
        previous = now;
        if (late && previousWasLate && slow.compareAndSet(false, true)) {
            logger.warn(
                    "Evaluations of alert rules are more than three intervals apart, which is {}; set {} to more;"
                            + " this is said once",
                    settings.interval(),
                    "vault.observability.alerts.interval");
        }
        previousWasLate = late;
    }

    private void measure(Tick now) {
        try {
            if (metrics != null) {
                metrics.family("vault_alert_evaluation_duration_seconds")
                        .record(Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - now.nanos())));
            }
        } catch (Throwable ex) {
            unmeasured.warn(ex);
        }
    }

    private boolean sample(Tick now) {
        if (reader == null) {
            MeterRegistry registry = RegistryChoice.among(registries.get()).orElse(null);
            if (registry == null) {
                IllegalStateException cause = new IllegalStateException(
                        "No meter registry counts from the start on: add micrometer-registry-prometheus");
                runners.forEach(runner -> runner.fail(RuleStatus.State.NO_REGISTRY, cause));
                return false;
            }
            reader = new MeterReader(registry);
        }
        reader.sample(now, store);
        return true;
    }

    /** Found late, so that a listener may know this engine. */
    private List<AlertListener> listeners() {
        if (listeners == null) {
            try {
                listeners = List.copyOf(listenerBeans.get());
            } catch (Throwable ex) {
                listenerFailed.warn(ex);
                return List.of();
            }
        }
        return listeners;
    }

    private void tell(AlertStateMachine.News news) {
        try {
            announcer.tell(news);
        } catch (Throwable ex) {
            notPublished.warn(ex);
        }
    }

    private void tell(AlertListener listener, AlertTransition transition) {
        try {
            listener.onTransition(transition);
        } catch (Throwable ex) {
            listenerFailed.warn(ex);
        }
    }

    private void remember(AlertTransition transition) {
        synchronized (history) {
            if (history.size() == settings.historySize()) {
                history.removeLast();
            }
            history.addFirst(transition);
        }
    }

    /** Takes its gauges out of registries that may outlive it. */
    @Override
    public void close() {
        closed = true;
        try {
            for (MeterRegistry registry : metrics == null ? List.<MeterRegistry>of() : registries.get()) {
                for (RuleRunner runner : runners) {
                    // Those of another engine have a value.
                    registry.find(GAUGE).tag("rule", runner.status().rule().id()).gauges().stream()
                            .filter(gauge -> Double.isNaN(gauge.value()))
                            .toList()
                            .forEach(registry::remove);
                }
            }
        } catch (Throwable ex) {
            unmeasured.warn(ex);
        }
    }

    /**
     * An evaluation that has not ended.
     *
     * @param tick when it began
     * @param thread what it runs on
     */
    private record Evaluation(Tick tick, Thread thread) {}
}
