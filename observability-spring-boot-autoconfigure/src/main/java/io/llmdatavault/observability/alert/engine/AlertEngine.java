package io.llmdatavault.observability.alert.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.llmdatavault.observability.alert.notify.AlertListener;
import io.llmdatavault.observability.alert.notify.AlertState;
import io.llmdatavault.observability.alert.notify.AlertTransition;
import io.llmdatavault.observability.alert.notify.Notification;
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
public final class AlertEngine {

    /** Who is told by a rule that names no channel. */
    public static final List<String> DEFAULT_CHANNELS = List.of("log");

    private static final Logger logger = LoggerFactory.getLogger(AlertEngine.class);

    private static final int LATE = 3;

    private static final int MAX_ALERTS_PER_RULE = 1000;

    private final Supplier<? extends Collection<MeterRegistry>> registries;

    private final EngineSettings settings;

    private final NotificationQueue queue;

    private final List<AlertListener> listeners;

    private final @Nullable Masker masker;

    private final @Nullable VaultMetrics metrics;

    private final Clock clock;

    private final LongSupplier nanoTime;

    private final SeriesStore store;

    private final List<RuleRunner> runners;

    private final Deque<AlertTransition> history = new ArrayDeque<>();

    private final WarnOnce listenerFailed = new WarnOnce(logger, "A listener for alerts failed");

    private @Nullable MeterReader reader;

    /**
     * Makes an engine.
     * @param rules the rules, no two of one id
     * @param settings how they are evaluated
     * @param registries where the metrics may be; asked at the first evaluation
     * @param queue takes the notifications
     * @param listeners are told of every change
     * @param masker hides secrets; {@code null} for none
     * @param metrics records the engine's own metrics; {@code null} when metrics are off
     */
    public AlertEngine(
            Collection<AlertRule> rules,
            EngineSettings settings,
            Supplier<? extends Collection<MeterRegistry>> registries,
            NotificationQueue queue,
            List<AlertListener> listeners,
            @Nullable Masker masker,
            @Nullable VaultMetrics metrics) {
        this(rules, settings, registries, queue, listeners, masker, metrics, Clock.systemUTC(), System::nanoTime);
    }

    AlertEngine(
            Collection<AlertRule> rules,
            EngineSettings settings,
            Supplier<? extends Collection<MeterRegistry>> registries,
            NotificationQueue queue,
            List<AlertListener> listeners,
            @Nullable Masker masker,
            @Nullable VaultMetrics metrics,
            Clock clock,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.registries = registries;
        this.queue = queue;
        this.listeners = List.copyOf(listeners);
        this.masker = masker;
        this.metrics = metrics;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.store = new SeriesStore(
                rules.stream()
                        .filter(AlertRule::enabled)
                        .map(rule -> MetricThresholdEvaluator.selector((MetricThreshold) rule.condition()))
                        .toList(),
                settings.maxSeries());
        this.runners = rules.stream().map(this::runner).toList();
        if (metrics != null) {
            runners.forEach(runner -> observe(runner, metrics));
        }
    }

    private RuleRunner runner(AlertRule rule) {
        return new RuleRunner(
                rule,
                new MetricThresholdEvaluator((MetricThreshold) rule.condition(), store),
                new AlertStateMachine(rule, settings.interval().multipliedBy(LATE), MAX_ALERTS_PER_RULE, this::masked));
    }

    private static void observe(RuleRunner runner, VaultMetrics metrics) {
        AlertRule rule = runner.status().rule();
        if (rule.enabled()) {
            for (AlertState state : List.of(AlertState.PENDING, AlertState.FIRING)) {
                metrics.family("vault_alerts")
                        .observe(
                                () -> runner.count(state),
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

    /**
     * All rules, in the order of their configuration.
     * @return what became of each at the last evaluation
     */
    public List<RuleStatus> rules() {
        return runners.stream().map(RuleRunner::status).toList();
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

    /** Evaluates all rules once. Never throws. */
    synchronized void evaluate() {
        Tick now = new Tick(clock.instant(), nanoTime.getAsLong());
        try {
            if (sample(now)) {
                runners.forEach(runner -> publish(runner.evaluate(now)));
            }
        } catch (RuntimeException | LinkageError | StackOverflowError ex) {
            runners.forEach(runner -> runner.fail(RuleStatus.State.ERROR, ex));
        }
        if (metrics != null) {
            metrics.family("vault_alert_evaluation_duration_seconds")
                    .record(Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - now.nanos())));
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

    private void publish(AlertStateMachine.Step step) {
        step.transitions().forEach(this::remember);
        step.news().forEach(this::tell);
    }

    private void remember(AlertTransition transition) {
        synchronized (history) {
            if (history.size() == settings.historySize()) {
                history.removeLast();
            }
            history.addFirst(transition);
        }
        for (AlertListener listener : listeners) {
            try {
                listener.onTransition(transition);
            } catch (RuntimeException | LinkageError ex) {
                listenerFailed.warn(ex);
            }
        }
    }

    private void tell(AlertStateMachine.News news) {
        AlertInstance alert = news.alert();
        AlertRule rule = alert.rule();
        queue.add(
                new Notification(
                        rule.id(),
                        maskedText(rule.name()),
                        rule.severity(),
                        rule.category(),
                        news.end() == null ? AlertState.FIRING : AlertState.RESOLVED,
                        alert.labels(),
                        masked(rule.annotations()),
                        alert.value(),
                        alert.firedAt() == null ? alert.activeAt() : alert.firedAt(),
                        news.end(),
                        alert.fingerprint()),
                rule.channels().isEmpty() ? DEFAULT_CHANNELS : rule.channels());
    }

    private Map<String, String> masked(Map<String, String> texts) {
        if (masker == null) {
            return texts;
        }
        Map<String, String> masked = new TreeMap<>();
        texts.forEach((name, text) -> masked.put(name, masker.maskText(masker.mask(name, text))));
        return Collections.unmodifiableMap(masked);
    }

    private String maskedText(String text) {
        return masker == null ? text : masker.maskText(text);
    }
}
