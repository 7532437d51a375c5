package io.llmdatavault.observability.alert.promql.template;

/** A template that cannot be executed to its end. Stays inside of the package. */
final class ExecutionException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int position;

    /** An error whose place the executor will add. */
    ExecutionException(String message) {
        this(message, 0);
    }

    ExecutionException(String message, int position) {
        super(message, null, false, false);
        this.position = position;
    }

    /** An index into the text of the template. */
    int position() {
        return position;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
