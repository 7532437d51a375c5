package io.llmdatavault.observability.web.servlet;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.filter.CorsFilter;

/** Lets a native image read the field that {@link CorsProblems} looks at. */
final class CorsFieldHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        ReflectionUtils.doWithLocalFields(
                CorsFilter.class, field -> hints.reflection().registerField(field));
    }
}
