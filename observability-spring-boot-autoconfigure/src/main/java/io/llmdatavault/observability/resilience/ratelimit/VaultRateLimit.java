package io.llmdatavault.observability.resilience.ratelimit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.llmdatavault.observability.error.RateLimitError;
import org.springframework.core.Ordered;

/**
 * Asks a rate limit before each call of a method of a Spring bean, or of every method of a type that is not private, static or final. On a method it
 * replaces what the type says. It is found on interfaces, on superclasses and as a meta-annotation, too.
 *
 * <p>The permit is taken on the calling thread, before the method is called; on Spring WebFlux, where the method returns a
 * {@code Mono}, {@code Flux} or {@code Publisher}, with each subscription. It is not given back when the call fails. A
 * call that is rejected throws a {@link RateLimitError} and does not reach the method. Of several limits on one method all
 * give their permits, or none does. Permits of {@code concurrent-requests} are given back when the method has returned or
 * thrown, when the {@code CompletionStage} it returns is complete, and when the subscription to the reactive type it returns has
 * ended; for those they are taken with the subscription.
 * As with every Spring proxy, a call from within the same bean is not seen.
 *
 * <p>The expressions are in the Spring Expression Language (SpEL). They know the arguments as {@code #name} and
 * {@code #a0}, {@code #root.method}, {@code #root.target}, {@code #root.args}, and beans as {@code @bean}. They are parsed
 * when the bean is made; an expression that cannot work ends start-up. One that fails in a call fails that call: the
 * limit is never passed by.
 *
 * @since 0.1.0
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@Repeatable(VaultRateLimits.class)
public @interface VaultRateLimit {

    /** Where limits are asked among other interceptors: outside retries and transactions, so once per call. */
    int ORDER = Ordered.LOWEST_PRECEDENCE - 20;

    /**
     * The limit, an id below {@code vault.observability.rate-limit.limits}.
     * @return the id of the limit
     */
    String value();

    /**
     * Whose permits are counted, as SpEL: each value has permits of its own; {@code null} and empty share theirs.
     * @return the expression; empty for the limit's configured key
     */
    String key() default "";

    /**
     * How many permits a call takes, as SpEL that gives a whole number from 1.
     * @return the expression; empty for one permit, and for the bytes of the current request where the limit counts bytes
     */
    String permits() default "";
}
