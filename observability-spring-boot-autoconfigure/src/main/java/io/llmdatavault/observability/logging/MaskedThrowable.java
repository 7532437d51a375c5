package io.llmdatavault.observability.logging;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import org.jspecify.annotations.Nullable;

/** A throwable of a logging event with its messages masked, and those of its causes. */
final class MaskedThrowable implements IThrowableProxy {

    private final IThrowableProxy throwable;

    private final Masker masker;

    private MaskedThrowable(IThrowableProxy throwable, Masker masker) {
        this.throwable = throwable;
        this.masker = masker;
    }

    static @Nullable IThrowableProxy of(@Nullable IThrowableProxy throwable, Masker masker) {
        return throwable == null ? null : new MaskedThrowable(throwable, masker);
    }

    @Override
    public @Nullable String getMessage() {
        return masked(throwable.getMessage());
    }

    @Override
    public @Nullable String getOverridingMessage() {
        return masked(throwable.getOverridingMessage());
    }

    @Override
    public @Nullable IThrowableProxy getCause() {
        return of(throwable.getCause(), masker);
    }

    @Override
    public IThrowableProxy @Nullable [] getSuppressed() {
        IThrowableProxy[] suppressed = throwable.getSuppressed();
        if (suppressed == null) {
            return null;
        }
        IThrowableProxy[] masked = new IThrowableProxy[suppressed.length];
        for (int i = 0; i < suppressed.length; i++) {
            masked[i] = new MaskedThrowable(suppressed[i], masker);
        }
        return masked;
    }

    @Override
    public String getClassName() {
        return throwable.getClassName();
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
        return throwable.getStackTraceElementProxyArray();
    }

    @Override
    public int getCommonFrames() {
        return throwable.getCommonFrames();
    }

    @Override
    public boolean isCyclic() {
        return throwable.isCyclic();
    }

    private @Nullable String masked(@Nullable String message) {
        return message == null ? null : masker.maskText(message);
    }
}
