package io.llmdatavault.observability.health;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.llmdatavault.observability.configuration.WarnOnce;
import io.llmdatavault.observability.logging.PlainText;
import io.llmdatavault.observability.metrics.VaultMetrics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * The health indicators that are no checks of this starter: Spring Boot's and the application's own. They are asked in the
 * background as checks are, and what they said last is served in their own words. For the adapters of this starter.
 *
 * <p>An indicator is known by its path in the health endpoint: {@code diskSpace}, {@code db/orders}. Thread-safe.
 *
 * @since 0.1.0
 */
public final class IndicatorChecks implements SmartInitializingSingleton {

    private static final Logger logger = LoggerFactory.getLogger(HealthMonitor.class);

    /** Members of a composite may come and go; the gauge of one that is gone stays. */
    private static final int MOST_GAUGES = 1000;

    /** Of one composite. Each has a thread of its own when it hangs, and a tenant more is not one more for ever. */
    static final int MOST_MEMBERS = 100;

    private final WarnOnce unobserved = new WarnOnce(logger, "The metrics of health indicators could not be set up");

    private final Map<String, Guest> guests = new ConcurrentHashMap<>();

    private final Map<String, Integer> members = new ConcurrentHashMap<>();

    private final AtomicBoolean warned = new AtomicBoolean();

    private final Set<String> atOnce = ConcurrentHashMap.newKeySet();

    private final Set<String> switchedOff = ConcurrentHashMap.newKeySet();

    private final Set<String> observed = ConcurrentHashMap.newKeySet();

    private final HealthProperties properties;

    private final CheckEngine engine;

    private final CheckRunner.Listener listener;

    private final UnaryOperator<HealthCheck> decoration;

    private final UnaryOperator<Map<String, Object>> mask;

    private final Supplier<@Nullable VaultMetrics> metrics;

    private volatile boolean observes;

    private volatile boolean asked;

    IndicatorChecks(
            HealthProperties properties,
            CheckEngine engine,
            CheckRunner.Listener listener,
            UnaryOperator<HealthCheck> decoration,
            UnaryOperator<Map<String, Object>> mask,
            Supplier<@Nullable VaultMetrics> metrics) {
        this.properties = properties;
        this.engine = engine;
        this.listener = listener;
        this.decoration = decoration;
        this.mask = mask;
        this.metrics = metrics;
    }

    /**
     * Whether another registry stands in for this one, which serves its indicators from snapshots: for Spring Boot's, unless
     * the application has switched it off. One of the application's own class may be asked for by that class.
     * @param registry a registry of the health endpoint
     * @return whether to replace it
     */
    public boolean replaces(Object registry) {
        asked = true;
        if (!properties.wrapBootIndicators()) {
            return false;
        }
        boolean replaceable = registry.getClass().getName().startsWith("org.springframework.boot.");
        if (!replaceable) {
            logger.info(
                    "The application's own registry of health contributors stays: its indicators are asked in requests");
        }
        return replaceable;
    }

    /**
     * Leaves an indicator alone that always answers at once.
     * @param path where it is in the endpoint
     */
    public void leave(String path) {
        atOnce.add(path);
    }

    /**
     * Asks an indicator in the background from now on. One that takes the place of another keeps its last answer until it
     * has given its own.
     * @param owner who shows it; of several owners of a path the first one's indicator is asked
     * @param path where it is in the endpoint
     * @param indicator the indicator, for telling whether it is another one
     * @param question asks it
     * @return {@code false} when it is to be asked in the request: the application has switched the background off for this
     * one, it answers at once, or its composite has too many members
     */
    public boolean add(Object owner, String path, Object indicator, Callable<@Nullable Words> question) {
        Guest known = guests.get(path);
        if (known != null && known.isAskedBy(owner, indicator)) {
            return true;
        }
        if (known == null && !isServed(path)) {
            return false;
        }
        Guest served = guests.compute(path, (same, there) -> {
            Guest guest = there != null ? there : reserve(path) ? new Guest(path) : null;
            if (guest != null) {
                guest.hold(owner, indicator, question);
                if (there == null) {
                    engine.add(guest.runner);
                }
            }
            return guest;
        });
        if (served == null) {
            return false;
        }
        observe(path);
        return true;
    }

    /** Takes a place among the members of a composite. Returns whether there was one. */
    private boolean reserve(String path) {
        if (!isMember(path)) {
            return true;
        }
        boolean[] reserved = new boolean[1];
        members.compute(root(path), (composite, count) -> {
            int there = count == null ? 0 : count;
            reserved[0] = there < MOST_MEMBERS;
            return reserved[0] ? there + 1 : there;
        });
        if (!reserved[0] && warned.compareAndSet(false, true)) {
            logger.warn(
                    "The health contributor {} has more than {} members; those beyond are asked in the request",
                    PlainText.of(root(path)),
                    MOST_MEMBERS);
        }
        return reserved[0];
    }

    private void release(String path) {
        if (isMember(path)) {
            members.computeIfPresent(root(path), (composite, count) -> count > 1 ? count - 1 : null);
        }
    }

    private boolean isServed(String path) {
        List<String> keys = List.of(id(path), kind(path));
        boolean enabled = properties
                .findCheck(keys.get(0), keys.get(1))
                .map(HealthProperties.Check::enabled)
                .orElse(true);
        if (!enabled) {
            keys.stream().filter(key -> properties.findCheck(key).isPresent()).forEach(switchedOff::add);
        }
        return enabled && !atOnce.contains(path);
    }

    /**
     * Does not ask indicators any more that an owner does not show any more.
     * @param owner who showed them
     * @param isGone whether the indicator of this path is gone
     */
    public void removeIf(Object owner, Predicate<String> isGone) {
        for (String path : guests.keySet()) {
            if (isGone.test(path)) {
                guests.computeIfPresent(path, (same, guest) -> {
                    // Once more: it may have come back since.
                    if (!isGone.test(path) || guest.release(owner)) {
                        return guest;
                    }
                    engine.remove(guest.runner);
                    release(path);
                    return null;
                });
            }
        }
    }

    /**
     * What an indicator said last. Never waits.
     * @param path where it is in the endpoint
     * @param type the type of what it says
     * @param ours makes one of our own words: it has not been asked yet, it is late, its answer is too old
     * @param <T> the type of what it says
     * @return its own words or ours; {@code null} when it said nothing
     */
    public <T> @Nullable T read(String path, Class<T> type, Function<EndpointHealth.Answer, T> ours) {
        HealthSnapshot snapshot = snapshot(path);
        if (snapshot == null) {
            return ours.apply(isCritical(path) ? EndpointHealth.CRITICAL_UNCHECKED : EndpointHealth.UNCHECKED);
        }
        Words answer = snapshot.answer();
        if (answer == null) {
            return ours.apply(new EndpointHealth.Answer("DOWN", Map.of("message", snapshot.message())));
        }
        return type.isInstance(answer.health) ? type.cast(answer.health) : null;
    }

    boolean isCritical(String path) {
        Guest guest = guests.get(path);
        return guest != null && guest.runner.settings().critical();
    }

    /** Whether the indicators of the application are known; else nobody has asked for them yet. */
    boolean areKnown() {
        return asked;
    }

    /** The names by which settings may be given to the indicators: each its own, and that of the composite around it. */
    List<String> settable() {
        List<String> names = new ArrayList<>();
        for (Set<String> paths : List.of(guests.keySet(), atOnce)) {
            paths.forEach(path -> {
                names.add(id(path));
                names.add(kind(path));
            });
        }
        names.addAll(switchedOff);
        if (names.isEmpty()) {
            // Nothing has been looked through, as where the registry is not ours: a key may be meant for what is in it.
            properties.checks().entrySet().stream()
                    .filter(check -> Boolean.FALSE.equals(check.getValue().enabled()))
                    .forEach(check -> names.add(check.getKey()));
        }
        return names.stream().distinct().sorted().toList();
    }

    @Override
    public void afterSingletonsInstantiated() {
        observes = true;
        guests.keySet().forEach(this::observe);
    }

    private void observe(String path) {
        if (!observes || observed.size() >= MOST_GAUGES || !observed.add(path)) {
            return;
        }
        try {
            VaultMetrics recorder = metrics.get();
            if (recorder == null) {
                return;
            }
            DefaultHealthMonitor.observe(recorder, PlainText.of(path), () -> snapshot(path));
        } catch (Throwable ex) {
            unobserved.warn(ex);
        }
    }

    private @Nullable HealthSnapshot snapshot(String path) {
        Guest guest = guests.get(path);
        return guest == null ? null : guest.runner.read();
    }

    /** As keys are written: {@code diskSpace} is {@code disk-space}, {@code db/orders} is {@code db-orders}. */
    static String id(String path) {
        return path.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                .replaceAll("[^A-Za-z0-9]+", "-")
                .toLowerCase(Locale.ROOT)
                .replaceAll("^-+|-+$", "");
    }

    private static String kind(String path) {
        return id(root(path));
    }

    private static boolean isMember(String path) {
        return path.indexOf('/') >= 0;
    }

    private static String root(String path) {
        return isMember(path) ? path.substring(0, path.indexOf('/')) : path;
    }

    /**
     * What an indicator says.
     *
     * @param status the code of its status
     * @param details its details, for the log
     * @param health all of it, which is shown as it is
     * @since 0.1.0
     */
    public record Words(String status, Map<String, Object> details, Object health) {

        /** Stands for no answer at all, which Spring Boot allows: the indicator is not shown then. */
        private static final Words NONE = new Words("UNKNOWN", Map.of(), "");

        private HealthState state() {
            return switch (status) {
                case "UP", "UNKNOWN" -> HealthState.HEALTHY;
                case "DOWN", "OUT_OF_SERVICE" -> HealthState.UNHEALTHY;
                default -> HealthState.DEGRADED;
            };
        }

        private ComponentHealth asHealth() {
            String sentence = "The health indicator says " + PlainText.of(status) + ".";
            return switch (state()) {
                case HEALTHY -> ComponentHealth.healthy(sentence);
                case DEGRADED -> ComponentHealth.degraded(sentence);
                case UNHEALTHY -> ComponentHealth.unhealthy(sentence);
            };
        }
    }

    /** For the log. What is shown are its own words. */
    private Words masked(Words words) {
        return words.state() == HealthState.HEALTHY || words.details.isEmpty()
                ? words
                : new Words(words.status, mask.apply(words.details), words.health);
    }

    private record Holder(Object indicator, Callable<@Nullable Words> question) {}

    private final class Guest implements HealthCheck {

        private final Map<Object, Holder> holders = new LinkedHashMap<>();

        private final String path;

        private final CheckRunner runner;

        private volatile @Nullable Holder first;

        Guest(String path) {
            this.path = path;
            CheckSettings settings =
                    properties.settings(id(path), kind(path), false).named(PlainText.of(path));
            this.runner =
                    new CheckRunner(decoration.apply(this), settings, listener, Clock.systemUTC(), System::nanoTime);
        }

        synchronized boolean isAskedBy(Object owner, Object indicator) {
            Holder holder = holders.get(owner);
            return holder != null && holder.indicator == indicator;
        }

        synchronized void hold(Object owner, Object indicator, Callable<@Nullable Words> question) {
            holders.put(owner, new Holder(indicator, question));
            first = holders.values().iterator().next();
        }

        /** Returns whether somebody else shows it still. */
        synchronized boolean release(Object owner) {
            holders.remove(owner);
            boolean held = !holders.isEmpty();
            if (held) {
                first = holders.values().iterator().next();
            }
            return held;
        }

        @Override
        public String name() {
            return PlainText.of(path);
        }

        @Override
        public ComponentHealth check() throws Exception {
            Holder holder = first;
            Words words = holder == null ? null : holder.question.call();
            return words == null
                    ? ComponentHealth.healthy("The health indicator says nothing.")
                            .answeredWith(Words.NONE)
                    : words.asHealth().answeredWith(masked(words));
        }
    }
}
