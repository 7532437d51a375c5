package io.llmdatavault.observability.resilience.ratelimit;

import java.lang.reflect.Method;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** What {@code #root} is in an expression, which reads the public accessors. */
final class CallRoot {

    private final MethodInvocation call;

    CallRoot(MethodInvocation call) {
        this.call = call;
    }

    public Method getMethod() {
        return call.getMethod();
    }

    public @Nullable Object getTarget() {
        return call.getThis();
    }

    public @Nullable Object[] getArgs() {
        return call.getArguments();
    }
}
