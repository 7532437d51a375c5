package io.llmdatavault.observability.web;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** Takes the texts of problems into a native image: as a bundle, and as the file that Spring reads itself. */
final class ProblemTextHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.resources().registerResourceBundle(ProblemTexts.BUNDLE);
        hints.resources().registerPattern(ProblemTexts.BUNDLE.replace('.', '/') + ".properties");
    }
}
