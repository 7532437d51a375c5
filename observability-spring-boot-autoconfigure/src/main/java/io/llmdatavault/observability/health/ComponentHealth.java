package io.llmdatavault.observability.health;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link HealthCheck} found. The message and the metadata are shown to whoever may see the details of the health
 * endpoint: they must hold neither secrets nor the message of an exception.
 *
 * <p>Immutable and thread-safe, as long as the metadata values are.
 *
 * @since 0.1.0
 */
public final class ComponentHealth {

    private final HealthState state;

    private final String message;

    private final Map<String, Object> metadata;

    private final @Nullable Throwable cause;

    private final IndicatorChecks.@Nullable Words answer;

    private ComponentHealth(
            HealthState state,
            String message,
            Map<String, Object> metadata,
            @Nullable Throwable cause,
            IndicatorChecks.@Nullable Words answer) {
        this.state = state;
        this.message = Objects.requireNonNull(message, "message");
        this.metadata = metadata;
        this.cause = cause;
        this.answer = answer;
    }

    /**
     * The component works.
     * @param message a sentence for operators
     * @return the result, without metadata
     */
    public static ComponentHealth healthy(String message) {
        return new ComponentHealth(HealthState.HEALTHY, message, Map.of(), null, null);
    }

    /**
     * The component works with less than it should have.
     * @param message a sentence for operators
     * @return the result, without metadata
     */
    public static ComponentHealth degraded(String message) {
        return new ComponentHealth(HealthState.DEGRADED, message, Map.of(), null, null);
    }

    /**
     * The component does not work.
     * @param message a sentence for operators
     * @return the result, without metadata
     */
    public static ComponentHealth unhealthy(String message) {
        return new ComponentHealth(HealthState.UNHEALTHY, message, Map.of(), null, null);
    }

    /**
     * Adds a figure or a fact. The names that the endpoint uses itself ({@code state}, {@code message} and the like) are
     * not overwritten there.
     * @param key its name in the endpoint, in camel case, as in {@code freeMb}
     * @param value something that can be written as JSON
     * @return a copy with it
     */
    public ComponentHealth withMetadata(String key, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(metadata);
        more.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
        return new ComponentHealth(state, message, Collections.unmodifiableMap(more), cause, answer);
    }

    /** What a health indicator said in its own words, which are shown as they are. */
    ComponentHealth answeredWith(IndicatorChecks.Words words) {
        return new ComponentHealth(state, message, metadata, cause, words);
    }

    IndicatorChecks.@Nullable Words answer() {
        return answer;
    }

    /** For the log line only. */
    ComponentHealth causedBy(@Nullable Throwable failure) {
        return new ComponentHealth(state, message, metadata, failure, answer);
    }

    /**
     * How the component is.
     * @return its state
     */
    public HealthState state() {
        return state;
    }

    /**
     * What was found.
     * @return a sentence for operators
     */
    public String message() {
        return message;
    }

    /**
     * Figures and facts.
     * @return an unmodifiable map in the order in which they were added
     */
    public Map<String, Object> metadata() {
        return metadata;
    }

    Optional<Throwable> cause() {
        return Optional.ofNullable(cause);
    }

    @Override
    public String toString() {
        return state + ": " + message;
    }
}
