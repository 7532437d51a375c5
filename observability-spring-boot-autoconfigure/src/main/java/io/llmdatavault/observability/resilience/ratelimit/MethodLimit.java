package io.llmdatavault.observability.resilience.ratelimit;

import java.math.BigInteger;

import io.llmdatavault.observability.error.InternalServerError;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ObjectUtils;

/**
 * What one method asks before each call, with everything found out beforehand.
 *
 * @param method how the method is named to people
 * @param gate the limit
 * @param key whose permits are counted
 * @param permits how many a call takes; {@code null} for one
 * @param deferred asks when somebody subscribes; {@code null} where the method is asked for when it is called
 */
record MethodLimit(
        String method,
        Gate gate,
        CallValue key,
        @Nullable CallValue permits,
        @Nullable DeferredCalls deferred) {

    /** Asks, then calls the method; the other way about where what it returns has to wait for its subscriber. */
    @Nullable
    Object call(MethodInvocation call) throws Throwable {
        if (deferred != null) {
            return deferred.defer(call, () -> ask(call));
        }
        ask(call);
        return call.proceed();
    }

    void ask(MethodInvocation call) {
        gate.pass(key == CallValue.NONE ? null : text(key.of(call)), permits == null ? 1 : number(permits.of(call)));
    }

    private @Nullable String text(@Nullable Object value) {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        String text = ObjectUtils.nullSafeToString(value);
        if (text.equals(ObjectUtils.identityToString(value))) {
            // Each call would have a key of its own, and the limit would limit nothing.
            throw InternalServerError.builder("The key of the rate limit of %s is a %s, which has no text of its own"
                            .formatted(method, value.getClass().getName()))
                    .build();
        }
        return text;
    }

    private long number(@Nullable Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof BigInteger big) {
            return big.bitLength() < Long.SIZE ? big.longValue() : big.signum() * Long.MAX_VALUE;
        }
        throw InternalServerError.builder("The permits of the rate limit of %s are no whole number but %s"
                        .formatted(
                                method,
                                value == null ? "null" : "a " + value.getClass().getName()))
                .build();
    }
}
