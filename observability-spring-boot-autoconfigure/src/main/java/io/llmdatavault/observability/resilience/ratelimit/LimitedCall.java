package io.llmdatavault.observability.resilience.ratelimit;

import java.math.BigInteger;
import java.util.function.Function;

import io.llmdatavault.observability.error.InternalServerError;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ObjectUtils;

/**
 * One limit of one method, with everything found out beforehand.
 *
 * @param method how the method is named to people
 * @param gate the limit
 * @param key whose permits are counted
 * @param permits how many a call takes; {@code null} for one
 */
record LimitedCall(
        String method, Gate gate, CallValue key, @Nullable CallValue permits) {

    /** Takes permits or throws; what it returns gives them back when the call has ended. */
    @Nullable
    Held pass(MethodInvocation call) {
        return gate.pass(keyOf(call), permitsOf(call));
    }

    /**
     * Finds out now whose permits and how many, to be taken later or before other limits of the call that may yet refuse.
     */
    Function<StoreWait, RateLimitDecision> prepare(MethodInvocation call) {
        String caller = keyOf(call);
        long count = permitsOf(call);
        return wait -> gate.ask(caller, count, wait);
    }

    private @Nullable String keyOf(MethodInvocation call) {
        return key == CallValue.NONE ? null : text(key.of(call));
    }

    private long permitsOf(MethodInvocation call) {
        return permits == null ? 1 : number(permits.of(call));
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
