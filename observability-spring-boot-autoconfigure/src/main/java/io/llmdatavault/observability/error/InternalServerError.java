package io.llmdatavault.observability.error;

/**
 * Anything that no other kind describes: a defect of this service.
 *
 * @since 0.1.0
 */
public non-sealed class InternalServerError extends VaultError {

    private static final long serialVersionUID = 1L;

    /**
     * For subclasses that specialise the kind.
     * @param builder the kind's builder, filled
     */
    protected InternalServerError(Builder builder) {
        super(builder);
    }

    /**
     * Starts an error of this kind.
     * @param message what happened
     * @return a builder
     */
    public static Builder builder(String message) {
        return new Builder(message);
    }

    /**
     * Builds errors of this kind. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder extends VaultError.Builder<Builder> {

        private Builder(String message) {
            super(ErrorKind.INTERNAL);
            message(message);
        }

        @Override
        public InternalServerError build() {
            return new InternalServerError(this);
        }

        @Override
        String defaultMessage() {
            return "Anything that no other kind describes: a defect of this service";
        }
    }
}
