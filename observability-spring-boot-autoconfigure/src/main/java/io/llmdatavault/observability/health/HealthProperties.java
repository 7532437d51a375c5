package io.llmdatavault.observability.health;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import io.llmdatavault.observability.configuration.DurationText;
import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * Which components are checked, and how.
 *
 * @param enabled Whether components are checked.
 * @param timeout Time limit of a check. A number without a unit is in seconds.
 * @param refreshInterval Time between two runs of a check; for the component kms 30s where this is less. A number without a
 * unit is in seconds.
 * @param downInterval Time between two runs of a check while its component is unhealthy, at least the refresh interval, which
 * is the default. A number without a unit is in seconds.
 * @param failureThreshold Number of results in a row after which a component turns worse, each at least that bad; 1 or more.
 * @param successThreshold Number of results in a row after which a component turns better, each at least that good; 1 or more.
 * @param maxAge Age from which on a result counts as unhealthy. The least, and the default, is the longest of 60s, three times
 * the refresh interval, and the refresh interval with the time limit.
 * @param probePaths Whether the groups liveness, readiness and startup are also at /livez, /readyz and /startupz on the
 * main port.
 * @param wrapBootIndicators Whether health indicators of Spring Boot and of the application are also asked in the background
 * and served from snapshots.
 * @param virtualThreads Whether checks run on virtual threads, which Java has from 21 on. By default they do where
 * spring.threads.virtual.enabled is true, from Java 24 on.
 * @param checks Settings of single checks, by the name of the component.
 * @param memory Settings of the component memory.
 * @param storage Settings of the component storage.
 * @param kms Settings of the component kms.
 * @param http Other services that are checked, by the name of the component.
 */
@ConfigurationProperties(value = "vault.observability.health", ignoreUnknownFields = false)
record HealthProperties(
        @DefaultValue("true") boolean enabled,

        @DefaultValue("5s") @DurationUnit(ChronoUnit.SECONDS)
        Duration timeout,

        @DefaultValue("10s") @DurationUnit(ChronoUnit.SECONDS)
        Duration refreshInterval,

        @Nullable @DurationUnit(ChronoUnit.SECONDS) Duration downInterval,
        @DefaultValue("1") int failureThreshold,
        @DefaultValue("1") int successThreshold,
        @Nullable @DurationUnit(ChronoUnit.SECONDS) Duration maxAge,
        @DefaultValue("false") boolean probePaths,
        @DefaultValue("true") boolean wrapBootIndicators,
        @Nullable Boolean virtualThreads,
        @DefaultValue Map<String, Check> checks,
        @DefaultValue Memory memory,
        @NestedConfigurationProperty @DefaultValue StorageProperties storage,
        @NestedConfigurationProperty @DefaultValue KmsProperties kms,
        @DefaultValue Map<String, HttpProperties> http) {

    static final String PREFIX = "vault.observability.health.";

    static final String CHECKS = PREFIX + "checks";

    private static final Duration KMS_INTERVAL = Duration.ofSeconds(30);

    private static final Duration LEAST_MAX_AGE = Duration.ofSeconds(60);

    /** In nanoseconds three of them still fit in a long. */
    private static final Duration LONGEST = Duration.ofDays(365);

    HealthProperties {
        requireDuration(PREFIX + "timeout", timeout);
        requireDuration(PREFIX + "refresh-interval", refreshInterval);
        requireDuration(PREFIX + "down-interval", downInterval);
        requireDuration(PREFIX + "max-age", maxAge);
        requireCount(PREFIX + "failure-threshold", failureThreshold);
        requireCount(PREFIX + "success-threshold", successThreshold);
        requireAge(PREFIX + "max-age", maxAge, refreshInterval, timeout);
        requireSlower(PREFIX + "down-interval", downInterval, refreshInterval);
        checks.forEach(HealthProperties::requireCheck);
        http.forEach((name, target) -> target.requireValid(name));
    }

    /** Resolves what is said about one check, about its kind, about all checks, and not at all. */
    CheckSettings settings(String name, String kind, boolean criticalByDefault) {
        Optional<Check> check = findCheck(name, kind);
        Duration interval = value(check, Check::refreshInterval, defaultInterval(kind));
        Duration limit = value(check, Check::timeout, timeout);
        Duration least = leastAge(interval, limit);
        Duration ownAge = check.map(Check::maxAge).orElse(null);
        if (ownAge != null) {
            boolean ofItsOwn = findCheck(name).map(Check::maxAge).isPresent();
            requireAge(CHECKS + "." + (ofItsOwn ? name : kind) + ".max-age", ownAge, interval, limit);
        }
        Duration age = ownAge != null ? ownAge : maxAge != null ? longer(maxAge, least) : least;
        Duration ownDown = check.map(Check::downInterval).orElse(null);
        if (ownDown != null) {
            boolean ofItsOwn = findCheck(name).map(Check::downInterval).isPresent();
            requireSlower(CHECKS + "." + (ofItsOwn ? name : kind) + ".down-interval", ownDown, interval);
        }
        Duration down = ownDown != null ? ownDown : downInterval != null ? longer(downInterval, interval) : interval;
        return new CheckSettings(
                name,
                value(check, Check::critical, criticalByDefault),
                limit,
                interval,
                down,
                age,
                value(check, Check::failureThreshold, failureThreshold),
                value(check, Check::successThreshold, successThreshold));
    }

    /** What is said about a check; what is left out there is as its kind has it. */
    Optional<Check> findCheck(String name, String kind) {
        Optional<Check> own = findCheck(name);
        Optional<Check> general = name.equals(kind) ? Optional.empty() : findCheck(kind);
        return own.isPresent() && general.isPresent()
                ? Optional.of(own.get().orElse(general.get()))
                : own.or(() -> general);
    }

    /** An environment variable loses hyphens on its way, so they do not count. */
    Optional<Check> findCheck(String name) {
        return checks.entrySet().stream()
                .filter(entry -> CheckNames.areEqual(entry.getKey(), name))
                .findFirst()
                .map(Map.Entry::getValue);
    }

    private Duration defaultInterval(String name) {
        return name.equals(KmsHealthCheck.KIND) ? longer(KMS_INTERVAL, refreshInterval) : refreshInterval;
    }

    private static <T> T value(Optional<Check> check, Function<Check, @Nullable T> property, T otherwise) {
        T own = check.isEmpty() ? null : property.apply(check.get());
        return own != null ? own : otherwise;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static void requireCheck(String name, Check check) {
        String key = CHECKS + "." + name;
        CheckNames.requireId(key, name);
        requireDuration(key + ".timeout", check.timeout());
        requireDuration(key + ".refresh-interval", check.refreshInterval());
        requireDuration(key + ".down-interval", check.downInterval());
        requireDuration(key + ".max-age", check.maxAge());
        requireCount(key + ".failure-threshold", check.failureThreshold());
        requireCount(key + ".success-threshold", check.successThreshold());
    }

    private static void requireDuration(String key, @Nullable Duration duration) {
        if (duration != null && (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0)) {
            throw ConfigurationError.builder(
                            key, "must be longer than nothing and at most 365d, but is " + DurationText.of(duration))
                    .expectedType("a duration, as in 5s")
                    .build();
        }
    }

    private static void requireCount(String key, @Nullable Integer count) {
        if (count != null && count < 1) {
            throw ConfigurationError.builder(key, "must be 1 or more, but is " + count)
                    .expectedType("a number from 1")
                    .build();
        }
    }

    private static void requireAge(String key, @Nullable Duration age, Duration interval, Duration limit) {
        Duration least = leastAge(interval, limit);
        if (age != null && age.compareTo(least) < 0) {
            throw ConfigurationError.builder(
                            key,
                            "is %s, the refresh interval %s and the time limit %s: a late run would make the component unhealthy"
                                    .formatted(DurationText.of(age), DurationText.of(interval), DurationText.of(limit)))
                    .expectedType("%s or more%s"
                            .formatted(
                                    DurationText.of(least),
                                    least.equals(leastAge(interval)) ? "" : ", or a shorter time limit"))
                    .build();
        }
    }

    private static void requireSlower(String key, @Nullable Duration down, Duration interval) {
        if (down != null && down.compareTo(interval) < 0) {
            throw ConfigurationError.builder(
                            key,
                            "is %s, and the refresh interval is %s: a component that is down is not asked more often"
                                    .formatted(DurationText.of(down), DurationText.of(interval)))
                    .expectedType("%s or more".formatted(DurationText.of(interval)))
                    .build();
        }
    }

    private static Duration leastAge(Duration interval) {
        return longer(LEAST_MAX_AGE, interval.multipliedBy(3));
    }

    /** A result may come as late as the next run and its time limit: until then the one before must not be too old. */
    private static Duration leastAge(Duration interval, Duration limit) {
        return longer(leastAge(interval), interval.plus(limit));
    }

    /**
     * Settings of one check. What is left out is as it is for all.
     *
     * @param enabled Whether the component is checked, as it is unless set; for a health indicator of Spring Boot or of the
     * application, whether it is asked in the background.
     * @param critical Whether the instance is out of service when the component is unhealthy.
     * @param timeout Time limit of the check. A number without a unit is in seconds.
     * @param refreshInterval Time between two runs. A number without a unit is in seconds.
     * @param downInterval Time between two runs while the component is unhealthy. A number without a unit is in seconds.
     * @param maxAge Age from which on a result counts as unhealthy.
     * @param failureThreshold Number of results in a row after which the component turns worse, each at least that bad.
     * @param successThreshold Number of results in a row after which the component turns better, each at least that good.
     */
    record Check(
            @Nullable Boolean enabled,
            @Nullable Boolean critical,
            @Nullable @DurationUnit(ChronoUnit.SECONDS) Duration timeout,
            @Nullable @DurationUnit(ChronoUnit.SECONDS) Duration refreshInterval,
            @Nullable @DurationUnit(ChronoUnit.SECONDS) Duration downInterval,
            @Nullable @DurationUnit(ChronoUnit.SECONDS) Duration maxAge,
            @Nullable Integer failureThreshold,
            @Nullable Integer successThreshold) {

        private Check orElse(Check general) {
            return new Check(
                    either(enabled, general.enabled),
                    either(critical, general.critical),
                    either(timeout, general.timeout),
                    either(refreshInterval, general.refreshInterval),
                    either(downInterval, general.downInterval),
                    either(maxAge, general.maxAge),
                    either(failureThreshold, general.failureThreshold),
                    either(successThreshold, general.successThreshold));
        }

        private static <T> @Nullable T either(@Nullable T own, @Nullable T general) {
            return own != null ? own : general;
        }
    }

    /**
     * Settings of the component memory.
     *
     * @param thresholdPercent Percentage of the maximum heap in use after a collection from which on memory is unhealthy, 1
     * to 100.
     */
    record Memory(@DefaultValue("90") int thresholdPercent) {

        Memory {
            if (thresholdPercent < 1 || thresholdPercent > 100) {
                throw ConfigurationError.builder(
                                PREFIX + "memory.threshold-percent", "must be 1 to 100, but is " + thresholdPercent)
                        .expectedType("a number from 1 to 100")
                        .build();
            }
        }
    }
}
