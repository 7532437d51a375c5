package io.llmdatavault.observability.health;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * What Spring Boot's health endpoint shows of the snapshots, in the words of no particular Boot line. For the adapters of
 * this starter; applications read {@link HealthMonitor}.
 *
 * @since 0.1.0
 */
public final class EndpointHealth {

    /** The group that decides whether the instance gets traffic. */
    public static final String READINESS = "readiness";

    /** The group that tells when the application has started. */
    public static final String STARTUP = "startup";

    /** The code of the status that Spring Boot does not have. */
    public static final String DEGRADED = "DEGRADED";

    /** The worst status first, for the groups that probes read. */
    private static final List<String> PROBE_ORDER = List.of("DOWN", "OUT_OF_SERVICE", DEGRADED, "UP", "UNKNOWN");

    private static final String ENDPOINT = "management.endpoint.health.";

    private static final String READINESS_STATE = "readinessState";

    static final Answer CRITICAL_UNCHECKED =
            new Answer("OUT_OF_SERVICE", Map.of("message", "It has not been checked yet."));

    /** Of what nobody depends on, and start-up does not wait for: no reason to call the service out of service. */
    static final Answer UNCHECKED = new Answer("UNKNOWN", Map.of("message", "It has not been checked yet."));

    private static final Logger logger = LoggerFactory.getLogger(HealthMonitor.class);

    private final AtomicBoolean warned = new AtomicBoolean();

    private final Set<String> left = ConcurrentHashMap.newKeySet();

    private final HealthChecks checks;

    private final HealthMonitor monitor;

    private final IndicatorChecks indicators;

    private final boolean showsDegraded;

    EndpointHealth(HealthChecks checks, HealthMonitor monitor, IndicatorChecks indicators, Environment environment) {
        this.checks = checks;
        this.monitor = monitor;
        this.indicators = indicators;
        List<String> order = Binder.get(environment)
                .bind(ENDPOINT + "status.order", Bindable.listOf(String.class))
                .orElse(List.of());
        this.showsDegraded = order.stream().anyMatch(EndpointHealth::isDegraded);
        if (!showsDegraded && !order.isEmpty()) {
            warnThatDegradedIsNotShown();
        }
    }

    /** Spelt as freely as Spring Boot's aggregator reads it. */
    private static boolean isDegraded(String status) {
        return status.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "").equals("degraded");
    }

    /**
     * Gives every component its place in a registry of the endpoint, unless a contributor holds the name.
     * @param holder looks for who holds a name
     * @param registration takes the name for the component
     */
    public void register(Function<String, @Nullable Object> holder, Consumer<String> registration) {
        for (String component : List.copyOf(monitor.components())) {
            Object contributor = holder.apply(component);
            if (contributor == null) {
                registration.accept(component);
            } else {
                checks.requireNoOwn(component, contributor);
                leave(component);
            }
        }
    }

    /**
     * The indicators of others.
     * @return what asks them in the background
     */
    public IndicatorChecks indicators() {
        return indicators;
    }

    /**
     * What to show of a component. Never waits.
     * @param component its name
     * @return status and details
     */
    public Answer answer(String component) {
        HealthSnapshot snapshot = monitor.snapshot(component).orElse(null);
        if (snapshot != null) {
            return new Answer(status(snapshot), snapshot.details());
        }
        return monitor.criticalComponents().contains(component) ? CRITICAL_UNCHECKED : UNCHECKED;
    }

    /** What the application registers wins. What is not shown is not checked and has no metrics, which are the other's. */
    private void leave(String component) {
        if (left.add(component)) {
            if (monitor instanceof DefaultHealthMonitor shipped) {
                shipped.leave(component);
            }
            logger.info(
                    "The application's own health contributor {} stays; the component of this name is not shown",
                    component);
        }
    }

    private String status(HealthSnapshot snapshot) {
        return switch (snapshot.state()) {
            case HEALTHY -> "UP";
            case DEGRADED -> degraded();
            case UNHEALTHY -> snapshot.critical() ? "DOWN" : degraded();
        };
    }

    /** Spring Boot drops a status that is not in its order, and with it the component. */
    private String degraded() {
        if (showsDegraded) {
            return DEGRADED;
        }
        warnThatDegradedIsNotShown();
        return "UP";
    }

    private void warnThatDegradedIsNotShown() {
        if (warned.compareAndSet(false, true)) {
            logger.warn("A degraded component shows as UP: {}status.order does not list DEGRADED", ENDPOINT);
        }
    }

    /**
     * Whether an aggregator has no place for {@link #DEGRADED}: it drops what has this status.
     * @param aggregate asks it for the code that this status alone amounts to
     * @return whether that is nothing
     */
    public static boolean ignoresDegraded(Supplier<String> aggregate) {
        try {
            return aggregate.get().equals("UNKNOWN");
        } catch (RuntimeException ex) {
            // An aggregator of the application's that wants to be asked later, or for more. It has to know itself.
            return false;
        }
    }

    /**
     * Whether a degraded component counts as {@code UP} in a group that has no place for {@link #DEGRADED}; says so once.
     * @param group the name of the group
     * @return {@code false} when components do not have this status, so that it is not ours
     */
    public boolean isUpWhenDegraded(String group) {
        if (showsDegraded && warned.compareAndSet(false, true)) {
            logger.warn(
                    "A degraded component counts as UP in the health group {}: its status order or StatusAggregator does not"
                            + " know DEGRADED",
                    group);
        }
        return showsDegraded;
    }

    /**
     * Whether the groups {@link #READINESS} and {@link #STARTUP} are wanted: unless the application has switched probes off.
     * @param environment where the keys are
     * @return whether to add them
     */
    public static boolean hasProbes(Environment environment) {
        return environment.getProperty(ENDPOINT + "probes.enabled", Boolean.class, true);
    }

    /**
     * Whether groups are also on the main port, as in {@code /startupz}.
     * @param environment where the keys are
     * @return whether to give them a path there
     */
    public static boolean hasAdditionalPaths(Environment environment) {
        return environment.getProperty(ENDPOINT + "probes.add-additional-paths", Boolean.class, false);
    }

    /**
     * Ranks a status for the groups that probes read, whatever order the application has for its own.
     * @param status the code of a status
     * @return its place, the worst first; an unknown one is the last
     */
    public static int probeRank(String status) {
        int place = PROBE_ORDER.indexOf(status);
        return place < 0 ? PROBE_ORDER.size() : place;
    }

    /**
     * Whether a contributor of the health endpoint belongs to the groups {@link #READINESS} and {@link #STARTUP}.
     * @param contributor its name
     * @return {@code true} for every critical component, for Spring Boot's readiness state, and for what the application has
     * called critical
     */
    public boolean isReadinessMember(String contributor) {
        return contributor.equals(READINESS_STATE)
                || indicators.isCritical(contributor)
                // What the application has put in our place may wait for its backend.
                || (monitor.criticalComponents().contains(contributor) && !left.contains(contributor));
    }

    /**
     * Whether all components have been checked.
     * @return whether the group {@link #STARTUP} may be up
     */
    public boolean isStarted() {
        return monitor.complete();
    }

    /**
     * What the endpoint shows of a component.
     *
     * @param status a code of Spring Boot's, or {@code DEGRADED}
     * @param details what is shown to those who may see it
     * @since 0.1.0
     */
    public record Answer(String status, Map<String, Object> details) {}
}
