package io.llmdatavault.observability.error;

import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A database failed, or refused a change.
 *
 * @since 0.1.0
 */
public non-sealed class DatabaseError extends VaultError {

    private static final long serialVersionUID = 1L;

    private final DbOperation operation;

    private final @Nullable String table;

    private final @Nullable String constraintViolation;

    /**
     * For subclasses that specialise the kind.
     * @param builder the kind's builder, filled
     */
    protected DatabaseError(Builder builder) {
        super(builder);
        this.operation = builder.operation;
        this.table = builder.table;
        this.constraintViolation = builder.constraintViolation;
    }

    /**
     * Starts an error of this kind.
     * @param operation what was being done
     * @return a builder
     */
    public static Builder builder(DbOperation operation) {
        return new Builder(operation);
    }

    /**
     * What was being done.
     * @return what was being done
     */
    public DbOperation operation() {
        return operation;
    }

    /**
     * The table that was meant.
     * @return the table that was meant; empty when nobody said
     */
    public Optional<String> table() {
        return Optional.ofNullable(table);
    }

    /**
     * The constraint that refused the change.
     * @return the constraint that refused the change; empty when nobody said
     */
    public Optional<String> constraintViolation() {
        return Optional.ofNullable(constraintViolation);
    }

    @Override
    String defaultCode() {
        return kind().name() + "_" + (constraintViolation != null ? "CONSTRAINT" : operation.name());
    }

    /**
     * Builds errors of this kind. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder extends VaultError.RetryableBuilder<Builder> {

        private final DbOperation operation;

        private @Nullable String table;

        private @Nullable String constraintViolation;

        private Builder(DbOperation operation) {
            super(ErrorKind.DATABASE);
            this.operation = Objects.requireNonNull(operation, "operation");
        }

        /**
         * The table that was meant.
         * @param table the table that was meant
         * @return this builder
         */
        public Builder table(String table) {
            this.table = Objects.requireNonNull(table, "table");
            return this;
        }

        /**
         * The constraint that refused the change.
         * @param constraintViolation the constraint that refused the change
         * @return this builder
         */
        public Builder constraintViolation(String constraintViolation) {
            this.constraintViolation = Objects.requireNonNull(constraintViolation, "constraintViolation");
            return this;
        }

        /**
         * Whether the same call may succeed later. By default it is not.
         * @param retryable {@code true} when trying again makes sense
         * @return this builder
         */
        public Builder retryable(boolean retryable) {
            return retryableAs(retryable);
        }

        @Override
        public DatabaseError build() {
            return new DatabaseError(this);
        }

        @Override
        String defaultMessage() {
            return "Database operation " + operation + " failed";
        }
    }
}
