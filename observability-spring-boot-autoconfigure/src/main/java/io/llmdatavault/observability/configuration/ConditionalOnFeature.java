package io.llmdatavault.observability.configuration;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Matches unless {@code vault.observability.enabled} or {@code vault.observability.<feature>.enabled} is
 * {@code false}. Every auto-configuration of this starter carries it.
 *
 * @since 0.1.0
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Conditional(OnFeatureCondition.class)
public @interface ConditionalOnFeature {

    /**
     * The key of the feature below {@code vault.observability}, as in {@code problem}; empty for what only the main
     * switch removes.
     * @return the key without prefix and without {@code .enabled}
     */
    String value() default "";
}
