package io.llmdatavault.observability.error;

import java.io.Serializable;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Where, when and for whom something failed. Immutable and thread-safe; every {@code with…} method returns a copy.
 *
 * <p>{@link #of(String)} reads the ambient request from the logging MDC of the current thread, under the keys
 * {@value #REQUEST_ID}, {@value #USER_ID}, {@value #TRACE_ID} and {@value #SPAN_ID} (or {@code trace_id} and
 * {@code span_id}), so that code deep in the stack needs no Spring bean. What the MDC does not know is absent.
 * Environment and version are added when the error is reported.
 *
 * @since 0.1.0
 */
public final class ErrorContext implements Serializable {

    /** MDC key of the request id. */
    public static final String REQUEST_ID = "requestId";

    /** MDC key of the trace id. */
    public static final String TRACE_ID = "traceId";

    /** MDC key of the span id. */
    public static final String SPAN_ID = "spanId";

    /** MDC key of the authenticated user. */
    public static final String USER_ID = "userId";

    /** The operation of a context that was not given one. */
    public static final String UNKNOWN_OPERATION = "UNKNOWN";

    private static final long serialVersionUID = 1L;

    private final String operation;

    private final long timestampMillis;

    private final @Nullable String requestId;

    private final @Nullable String traceId;

    private final @Nullable String spanId;

    private final @Nullable String userId;

    private final @Nullable String resourceId;

    private final @Nullable String environment;

    private final @Nullable String version;

    private final Map<String, Object> metadata;

    /** Only to find the source location on demand: reading a stack trace costs more than building the error. */
    private final @Nullable Throwable origin;

    private ErrorContext(Draft draft) {
        this.operation = draft.operation;
        this.timestampMillis = draft.timestampMillis;
        this.requestId = draft.requestId;
        this.traceId = draft.traceId;
        this.spanId = draft.spanId;
        this.userId = draft.userId;
        this.resourceId = draft.resourceId;
        this.environment = draft.environment;
        this.version = draft.version;
        this.metadata = draft.metadata;
        this.origin = draft.origin;
    }

    private ErrorContext(String operation, @Nullable Throwable origin) {
        this.operation = operation;
        this.timestampMillis = System.currentTimeMillis();
        this.requestId = MDC.get(REQUEST_ID);
        this.traceId = ambient(TRACE_ID, "trace_id");
        this.spanId = ambient(SPAN_ID, "span_id");
        this.userId = MDC.get(USER_ID);
        this.resourceId = null;
        this.environment = null;
        this.version = null;
        this.metadata = Map.of();
        this.origin = origin;
    }

    /**
     * The context of the current thread.
     * @param operation what was being done, in few words and from a bounded set (it becomes a metric label), as in
     * {@code "store_record"}
     * @return a new context, stamped with the current time
     */
    public static ErrorContext of(String operation) {
        return new ErrorContext(Objects.requireNonNull(operation, "operation"), null);
    }

    /** The context of the current thread for an error that nobody gave one: already {@link #heldBy held}, not copied. */
    static ErrorContext unknownHeldBy(Throwable error) {
        return new ErrorContext(UNKNOWN_OPERATION, error);
    }

    private static @Nullable String ambient(String key, String otherKey) {
        String value = MDC.get(key);
        return value != null ? value : MDC.get(otherKey);
    }

    /**
     * What was being done.
     * @return the operation; {@value #UNKNOWN_OPERATION} when nobody said
     */
    public String operation() {
        return operation;
    }

    /**
     * When the context was made.
     * @return the time, to the millisecond
     */
    public Instant timestamp() {
        return Instant.ofEpochMilli(timestampMillis);
    }

    /**
     * The id of the request that was being served.
     * @return the id, if the thread was serving one
     */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    /**
     * The id of the current trace.
     * @return the id, if there was one
     */
    public Optional<String> traceId() {
        return Optional.ofNullable(traceId);
    }

    /**
     * The id of the current span.
     * @return the id, if there was one
     */
    public Optional<String> spanId() {
        return Optional.ofNullable(spanId);
    }

    /**
     * Who was being served.
     * @return the user's id, if known
     */
    public Optional<String> userId() {
        return Optional.ofNullable(userId);
    }

    /**
     * What was being worked on.
     * @return the id of the thing, if somebody said
     */
    public Optional<String> resourceId() {
        return Optional.ofNullable(resourceId);
    }

    /**
     * Where the service runs, as in {@code production}.
     * @return the environment, once the error has been reported
     */
    public Optional<String> environment() {
        return Optional.ofNullable(environment);
    }

    /**
     * The version of the service.
     * @return the version, once the error has been reported
     */
    public Optional<String> version() {
        return Optional.ofNullable(version);
    }

    /**
     * Whatever else was worth knowing. It goes to logs, masked; a problem shows only the keys that
     * {@code vault.observability.problem.metadata-allow-list} names.
     * @return an unmodifiable map of strings, numbers and booleans, in the order in which they were added
     */
    public Map<String, Object> metadata() {
        return metadata;
    }

    /**
     * The place in the source that built the error, or for a mere translation its cause; found when asked for.
     * @return the first stack frame outside this package; empty for a context that no {@link VaultError} holds, or
     * when the virtual machine left the stack trace out
     */
    public Optional<SourceLocation> sourceLocation() {
        if (origin == null) {
            return Optional.empty();
        }
        return ErrorChain.of(origin)
                .map(Throwable::getStackTrace)
                .filter(frames -> frames.length > 0)
                .findFirst()
                .flatMap(frames -> Arrays.stream(frames)
                        .filter(frame -> !frame.getClassName().startsWith(ErrorContext.class.getPackageName() + "."))
                        .findFirst())
                .map(SourceLocation::of);
    }

    /**
     * The same for another resource.
     * @param resourceId what was being worked on
     * @return a copy
     */
    public ErrorContext withResource(String resourceId) {
        Draft draft = new Draft(this);
        draft.resourceId = Objects.requireNonNull(resourceId, "resourceId");
        return new ErrorContext(draft);
    }

    /**
     * The same for another user.
     * @param userId who was being served
     * @return a copy
     */
    public ErrorContext withUser(String userId) {
        Draft draft = new Draft(this);
        draft.userId = Objects.requireNonNull(userId, "userId");
        return new ErrorContext(draft);
    }

    /**
     * The same with one more thing worth knowing; a value already there under the key is replaced.
     * @param key its name; masking goes by it, so call a password {@code password}
     * @param value its value; anything but a string, number or boolean is turned into a string now
     * @return a copy
     */
    public ErrorContext withMetadata(String key, Object value) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        Map<String, Object> extended = new LinkedHashMap<>(metadata);
        boolean plain = value instanceof String || value instanceof Number || value instanceof Boolean;
        extended.put(key, plain ? value : value.toString());
        Draft draft = new Draft(this);
        draft.metadata = Collections.unmodifiableMap(extended);
        return new ErrorContext(draft);
    }

    /**
     * The same with what only the running service knows. Called by the reporter.
     * @param environment where the service runs
     * @param version the version of the service; {@code null} when it does not know
     * @return a copy
     */
    public ErrorContext withService(String environment, @Nullable String version) {
        Draft draft = new Draft(this);
        draft.environment = environment;
        draft.version = version;
        return new ErrorContext(draft);
    }

    ErrorContext heldBy(Throwable error) {
        if (origin == error) {
            return this;
        }
        Draft draft = new Draft(this);
        draft.origin = error;
        return new ErrorContext(draft);
    }

    @Override
    public String toString() {
        return "ErrorContext[operation=" + operation + ", requestId=" + requestId + ", traceId=" + traceId + ", spanId="
                + spanId + ", resourceId=" + resourceId + ", timestamp=" + timestamp() + "]";
    }

    /** A mutable copy, so that a change of one value does not repeat the other ten. */
    private static final class Draft {

        private final String operation;

        private final long timestampMillis;

        private final @Nullable String requestId;

        private final @Nullable String traceId;

        private final @Nullable String spanId;

        private @Nullable String userId;

        private @Nullable String resourceId;

        private @Nullable String environment;

        private @Nullable String version;

        private Map<String, Object> metadata;

        private @Nullable Throwable origin;

        Draft(ErrorContext context) {
            this.operation = context.operation;
            this.timestampMillis = context.timestampMillis;
            this.requestId = context.requestId;
            this.traceId = context.traceId;
            this.spanId = context.spanId;
            this.userId = context.userId;
            this.resourceId = context.resourceId;
            this.environment = context.environment;
            this.version = context.version;
            this.metadata = context.metadata;
            this.origin = context.origin;
        }
    }
}
