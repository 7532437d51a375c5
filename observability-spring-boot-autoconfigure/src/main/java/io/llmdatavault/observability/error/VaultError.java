package io.llmdatavault.observability.error;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A failure in the one vocabulary of this product: sixteen kinds, one subclass each. The names say "error" because the
 * product's vocabulary does; none is a {@link java.lang.Error}, all are unchecked exceptions.
 *
 * <p>Built by {@code XxxError.builder(…)}. The kinds are closed, the classes are open: an application specialises a
 * kind by extending its class and handing the kind's builder to {@code super}.
 *
 * <p>{@link #getMessage()} is for the service's own logs and never reaches a caller, except for
 * {@link ValidationError}. What the caller is to read is {@link #detail()}.
 *
 * <p>All state is serialisable. An error is safely read by many threads; {@link #withContext(ErrorContext)} is meant
 * for the thread that throws it.
 *
 * @since 0.1.0
 */
public abstract sealed class VaultError extends RuntimeException
        permits StorageError,
                AuthenticationError,
                AuthorizationError,
                ValidationError,
                CryptographicError,
                KmsError,
                DatabaseError,
                RateLimitError,
                NotFoundError,
                ConflictError,
                ConfigurationError,
                NetworkError,
                TimeoutError,
                InternalServerError,
                ExternalServiceError,
                QuotaExceededError {

    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;

    private final boolean retryable;

    private final @Nullable String code;

    private final @Nullable String detail;

    private final @Nullable Duration retryAfter;

    private ErrorContext context;

    VaultError(Builder<?> builder) {
        super(
                builder.message != null ? builder.message : builder.defaultMessage(),
                builder.cause,
                true,
                builder.hasStackTrace);
        this.kind = builder.kind;
        this.retryable = builder.isRetryable();
        this.code = builder.code;
        this.detail = builder.detail;
        this.retryAfter = builder.retryAfter;
        this.context = builder.context != null ? builder.context : ErrorContext.unknownHeldBy(this);
    }

    /**
     * The kind of failure.
     * @return one of sixteen
     */
    public ErrorKind kind() {
        return kind;
    }

    /**
     * The stable name of the failure, for programs: the kind, for some kinds with a sub-kind, as in
     * {@code STORAGE_WRITE_FAILURE}, or what the builder was told.
     * @return the code in upper snake case
     */
    public String code() {
        return code != null ? code : defaultCode();
    }

    /**
     * Whether the same call may succeed later.
     * @return {@code true} when trying again makes sense
     */
    public boolean retryable() {
        return retryable;
    }

    /**
     * How long to wait before trying again.
     * @return the time, when somebody knows it
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /**
     * The sentence meant for the caller.
     * @return the sentence that the builder was given
     */
    public Optional<String> detail() {
        return Optional.ofNullable(detail);
    }

    /**
     * Where, when and for whom it failed.
     * @return the context, whose source location is this error's
     */
    public ErrorContext context() {
        // Kept, as it is asked for often; two threads that do it at once keep equal ones.
        ErrorContext held = context.heldBy(this);
        context = held;
        return held;
    }

    /**
     * Replaces the context of this error; its type and stack trace stay.
     * @param context the new context
     * @return this error
     */
    public VaultError withContext(ErrorContext context) {
        this.context = Objects.requireNonNull(context, "context");
        return this;
    }

    /**
     * This error, its cause, and so on to the root. Ends on a cyclic chain, too.
     * @return an ordered stream without duplicates
     */
    public Stream<Throwable> chain() {
        return ErrorChain.of(this);
    }

    /**
     * The last of the {@link #chain()}.
     * @return the root; this error when it has no cause
     */
    public Throwable rootCause() {
        return chain().reduce(this, (first, second) -> second);
    }

    /**
     * The messages of the {@link #chain()}, for the service's own eyes.
     * @return one string each: the message, or the class name where there is none
     */
    public List<String> messages() {
        return chain().map(t ->
                        t.getMessage() != null ? t.getMessage() : t.getClass().getName())
                .toList();
    }

    /**
     * Whether the {@link #chain()} holds an exception of a type.
     * @param type the type to look for
     * @return {@code true} when there is one
     */
    public boolean contains(Class<? extends Throwable> type) {
        return chain().anyMatch(type::isInstance);
    }

    String defaultCode() {
        return kind.name();
    }

    /**
     * The steps that every kind's builder has. Not thread-safe; a builder may be used for several errors.
     *
     * @param <B> the kind's own builder
     * @since 0.1.0
     */
    public abstract static sealed class Builder<B extends Builder<B>>
            permits RetryableBuilder,
                    AuthenticationError.Builder,
                    AuthorizationError.Builder,
                    ValidationError.Builder,
                    CryptographicError.Builder,
                    NotFoundError.Builder,
                    ConflictError.Builder,
                    ConfigurationError.Builder,
                    InternalServerError.Builder,
                    QuotaExceededError.Builder {

        private final ErrorKind kind;

        private @Nullable String message;

        private @Nullable Throwable cause;

        private @Nullable ErrorContext context;

        private @Nullable String code;

        private @Nullable String detail;

        private @Nullable Duration retryAfter;

        private boolean hasStackTrace = true;

        Builder(ErrorKind kind) {
            this.kind = kind;
        }

        /**
         * Replaces the message that the kind makes of its attributes.
         * @param message the message, for the service's own logs
         * @return this builder
         */
        public B message(String message) {
            this.message = Objects.requireNonNull(message, "message");
            return self();
        }

        /**
         * What led to this error.
         * @param cause the exception that was caught; {@code null} for none
         * @return this builder
         */
        public B cause(@Nullable Throwable cause) {
            this.cause = cause;
            return self();
        }

        /**
         * Replaces the context of the current thread.
         * @param context where, when and for whom it failed
         * @return this builder
         */
        public B context(ErrorContext context) {
            this.context = Objects.requireNonNull(context, "context");
            return self();
        }

        /**
         * Replaces the code that the kind makes of its attributes.
         * @param code a stable name in upper snake case, at most 64 characters
         * @return this builder
         * @throws IllegalArgumentException when the code is anything else
         */
        public B code(String code) {
            this.code = Names.requireCode(code);
            return self();
        }

        /**
         * Replaces the sentence that the caller reads.
         * @param detail a sentence without internals; it is sent as it is
         * @return this builder
         */
        public B detail(String detail) {
            this.detail = Objects.requireNonNull(detail, "detail");
            return self();
        }

        /**
         * Leaves out the error's own stack trace, for one that only translates its cause: that one's tells where it
         * happened. To fill in a stack trace costs more than all else that is done for an error.
         * @return this builder
         */
        public B withoutStackTrace() {
            hasStackTrace = false;
            return self();
        }

        /**
         * Builds the error; its stack trace starts here.
         * @return a new error
         */
        public abstract VaultError build();

        abstract String defaultMessage();

        boolean isRetryable() {
            return false;
        }

        @SuppressWarnings("unchecked") // every permitted subclass passes itself as B
        private B self() {
            return (B) this;
        }
    }

    /**
     * The steps of the kinds that can be worth another try.
     *
     * @param <B> the kind's own builder
     * @since 0.1.0
     */
    public abstract static sealed class RetryableBuilder<B extends RetryableBuilder<B>> extends Builder<B>
            permits StorageError.Builder,
                    KmsError.Builder,
                    DatabaseError.Builder,
                    RateLimitError.Builder,
                    NetworkError.Builder,
                    TimeoutError.Builder,
                    ExternalServiceError.Builder {

        private @Nullable Boolean retryable;

        RetryableBuilder(ErrorKind kind) {
            super(kind);
        }

        /**
         * How long to wait before trying again. An error with it is retryable.
         * @param retryAfter the time, zero or more
         * @return this builder
         * @throws IllegalArgumentException when the time is negative
         */
        public B retryAfter(Duration retryAfter) {
            if (retryAfter.isNegative()) {
                throw new IllegalArgumentException("retryAfter must be zero or more, but is " + retryAfter);
            }
            super.retryAfter = retryAfter;
            return super.self();
        }

        B retryableAs(boolean retryable) {
            this.retryable = retryable;
            return super.self();
        }

        /** The answer when the builder was told neither {@code retryable} nor {@code retryAfter}. */
        boolean retryableByDefault() {
            return false;
        }

        @Override
        boolean isRetryable() {
            if (Boolean.FALSE.equals(retryable) && super.retryAfter != null) {
                throw new IllegalStateException(
                        "An error that is not retryable has no retryAfter: leave out one of the two steps");
            }
            return retryable != null ? retryable : super.retryAfter != null || retryableByDefault();
        }
    }
}
