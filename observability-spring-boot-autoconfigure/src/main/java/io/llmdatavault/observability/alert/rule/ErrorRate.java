package io.llmdatavault.observability.alert.rule;

import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;

/**
 * Too many of the HTTP requests of a service fail with a status of 500 or more. Looks at Spring Boot's
 * {@code http_server_requests_seconds}, without those to the actuator. True from the first request that fails on,
 * never while there are too few requests to judge by. Immutable.
 *
 * @since 0.1.0
 */
public final class ErrorRate implements AlertCondition {

    private static final ConditionChecks CHECKS = new ConditionChecks("error-rate");

    private static final String METRIC = "http_server_requests_seconds_count";

    private static final String ERRORS = "outcome=\"SERVER_ERROR\"";

    private static final Pattern SPECIAL = Pattern.compile("[\\\\.+*?()|\\[\\]{}^$]");

    private final double thresholdPercent;

    private final Duration window;

    private final int minRequests;

    private final String withoutPath;

    private ErrorRate(Builder builder, double thresholdPercent) {
        this.thresholdPercent = thresholdPercent;
        this.window = builder.window;
        this.minRequests = builder.minRequests;
        this.withoutPath = builder.withoutPath;
    }

    /**
     * Starts a condition.
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * How many of a hundred requests may fail.
     * @return from 0 to below 100
     */
    public double thresholdPercent() {
        return thresholdPercent;
    }

    /**
     * The time that is looked back on.
     * @return positive
     */
    public Duration window() {
        return window;
    }

    /**
     * How many requests there must be in the window.
     * @return one or more
     */
    public int minRequests() {
        return minRequests;
    }

    /**
     * The path whose requests do not count, nor those below it.
     * @return a path that begins with a slash; empty when all requests count
     */
    public String withoutPath() {
        return withoutPath;
    }

    @Override
    public String promql() {
        String others = withoutPath.isEmpty() ? "" : "uri!~" + PromQlText.quoted(escaped(withoutPath) + "(/.*)?");
        String requests = METRIC + (others.isEmpty() ? "" : "{" + others + "}");
        String errors = METRIC + "{" + ERRORS + (others.isEmpty() ? "" : ",") + others + "}";
        return "100 * " + PromQlText.sum(PromQlText.increase(errors, window)) + " / ("
                + PromQlText.sum(PromQlText.increase(requests, window)) + " >= " + minRequests + ") > "
                + PrometheusText.of(thresholdPercent);
    }

    /** As people escape it in RE2, which is what Prometheus reads. */
    private static String escaped(String text) {
        return SPECIAL.matcher(text).replaceAll("\\\\$0");
    }

    @Override
    public String toString() {
        return promql();
    }

    /**
     * Builds conditions. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private @Nullable Double thresholdPercent;

        private Duration window = Duration.ofMinutes(5);

        private int minRequests = 10;

        private String withoutPath = "/actuator";

        private Builder() {}

        /**
         * How many of a hundred requests may fail. Required.
         * @param thresholdPercent from 0 to below 100
         * @return this
         */
        public Builder thresholdPercent(double thresholdPercent) {
            this.thresholdPercent = thresholdPercent;
            return this;
        }

        /**
         * The time to look back on; 5 minutes when nothing is said.
         * @param window at least a millisecond
         * @return this
         */
        public Builder window(Duration window) {
            this.window = Objects.requireNonNull(window, "window");
            return this;
        }

        /**
         * How many requests there must be in the window; 10 when nothing is said.
         * @param minRequests one or more
         * @return this
         */
        public Builder minRequests(int minRequests) {
            this.minRequests = minRequests;
            return this;
        }

        /**
         * Leaves out the requests to a path and to what is below it; {@code /actuator} when nothing is said.
         * @param path begins with a slash; empty or a slash alone for no path
         * @return this
         */
        public Builder withoutPath(String path) {
            this.withoutPath = Objects.requireNonNull(path, "path").replaceAll("/+$", "");
            return this;
        }

        /**
         * Checks and builds.
         * @return the condition
         * @throws ConfigurationError when something is missing or wrong
         */
        public ErrorRate build() {
            double percent = CHECKS.percent(thresholdPercent);
            CHECKS.window(window);
            CHECKS.atLeastOne("min-requests", minRequests);
            if (!withoutPath.isEmpty() && !withoutPath.startsWith("/")) {
                throw CHECKS.error(
                        "without-path",
                        "is no path: '" + withoutPath + "'",
                        "a path that begins with /, as in /actuator");
            }
            return new ErrorRate(this, percent);
        }
    }
}
