package io.llmdatavault.observability.resilience.ratelimit;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** Something that a method call says. */
@FunctionalInterface
interface CallValue {

    CallValue NONE = call -> null;

    @Nullable
    Object of(MethodInvocation call);
}
