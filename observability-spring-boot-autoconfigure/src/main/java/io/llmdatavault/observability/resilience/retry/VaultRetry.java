package io.llmdatavault.observability.resilience.retry;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.Ordered;

/**
 * Calls a method of a Spring bean again when it fails with what may succeed in a moment, or every method of a type
 * that is not private, static or final. On a method it replaces what the type says. It is found on interfaces, on superclasses and as a meta-annotation,
 * too.
 *
 * <p>A failure is tried again when its translation ({@link io.llmdatavault.observability.error.VaultError}) is retryable.
 * When all attempts are used up the last exception is thrown as it is, with the earlier ones suppressed in it. All
 * attempts run on the calling thread, which waits in between; what the method does must be safe to do twice.
 *
 * <p>Methods that return a future or a publisher fail after they have returned: they are refused. As with every Spring
 * proxy, a call from within the same bean is not seen.
 *
 * @since 0.1.0
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface VaultRetry {

    /** Where calls are retried among other interceptors: inside rate limits, outside transactions. */
    int ORDER = Ordered.LOWEST_PRECEDENCE - 10;

    /**
     * The policy: {@code default}, or an id below {@code vault.observability.retry.policies}.
     * @return the id of the policy
     */
    String policy() default RetryExecutor.DEFAULT_POLICY;
}
