package io.llmdatavault.observability.resilience.retry;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Predicate;

import org.springframework.core.Ordered;

/**
 * Calls a method of a Spring bean again when it fails with what may succeed in a moment, or every method of a type
 * that is not private, static or final. On a method it replaces what the type says. It is found on interfaces, on superclasses and as a meta-annotation,
 * too.
 *
 * <p>A failure is tried again when its translation ({@link io.llmdatavault.observability.error.VaultError}) is retryable.
 * When all attempts are used up the last exception is thrown as it is, with the earlier ones suppressed in it; what the
 * method does must be safe to do twice. As with every Spring proxy, a call from within the same bean is not seen.
 *
 * <p>Attempts of a method that blocks run on the calling thread, which waits in between; one that takes too long is
 * interrupted. Of a method that returns a {@code CompletionStage} or a reactive type the outcome is retried, and no thread
 * waits: a {@code CompletionStage} by calling the method again on the application's task executor, a reactive type by
 * subscribing again. A publisher of many is retried until its first element only. Any other {@code Future} is refused.
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

    /**
     * Which results are worth another attempt, as those of a job that is not done yet. A bean of this type, else an instance
     * made with its constructor without parameters. When the attempts are used up the last result is returned.
     * @return the type; {@link Never} for none
     */
    Class<? extends Predicate<?>> retryOnResult() default Never.class;

    /**
     * Gives what the method returns when it has failed for good: a method of the same class or its supertypes with the same
     * parameters, after which it may take the failure. Of several with that name the one with the nearest type of failure is called; where
     * none fits, the failure is thrown. A publisher of many that has emitted an element fails as it is.
     * @return the name of the method; empty for none
     */
    String fallbackMethod() default "";

    /**
     * Wants every result.
     *
     * @since 0.1.0
     */
    final class Never implements Predicate<Object> {

        private Never() {}

        @Override
        public boolean test(Object result) {
            return false;
        }
    }
}
