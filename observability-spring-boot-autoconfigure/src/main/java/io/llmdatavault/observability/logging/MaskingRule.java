package io.llmdatavault.observability.logging;

import org.jspecify.annotations.Nullable;

/**
 * A masking rule of the application's own, applied after the shipped ones. List implementations in
 * {@code META-INF/spring.factories} under the name of this interface: the masker is needed before there are beans, for
 * the first log line. They need a no-argument constructor; {@code @Order} is respected.
 *
 * <p>Called for every log line by many threads at once, so a rule must be thread-safe and quick, and must not log. When
 * it throws, the whole text becomes {@code ***}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface MaskingRule {

    /**
     * Masks what must not be seen in a text.
     * @param name the name the text is known under, as in the key of a log field; {@code null} for free text, as in a
     * message or a stack trace
     * @param text the text, already masked by the shipped rules
     * @return the masked text; the same instance when there was nothing to mask
     */
    String mask(@Nullable String name, String text);
}
