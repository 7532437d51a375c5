package io.llmdatavault.observability.resilience.ratelimit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Holds several {@link VaultRateLimit} of one method or type. Written by the compiler.
 *
 * @since 0.1.0
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface VaultRateLimits {

    /**
     * The limits, in the order in which they are asked.
     * @return the limits
     */
    VaultRateLimit[] value();
}
