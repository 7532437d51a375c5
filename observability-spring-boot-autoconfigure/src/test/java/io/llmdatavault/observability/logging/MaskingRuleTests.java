package io.llmdatavault.observability.logging;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class MaskingRuleTests {

    @Test
    void appliesRulesOfSpringFactories(@TempDir Path folder) throws IOException {
        Masker masker = maskerWith(folder, Iban.class);
        assertThat(masker.maskText("paid to DE00123456")).isEqualTo("paid to IBAN");
        assertThat(masker.mask("account", "DE00123456")).isEqualTo("IBAN");
        assertThat(masker.mask("password", "DE00123456")).isEqualTo("***");
    }

    @Test
    void hidesAllWhenARuleThrows(@TempDir Path folder) throws IOException {
        Masker masker = maskerWith(folder, Broken.class);
        assertThat(masker.maskText("paid to DE00123456")).isEqualTo("***");
    }

    private static Masker maskerWith(Path folder, Class<? extends MaskingRule> rule) throws IOException {
        Path factories = Files.createDirectory(folder.resolve("META-INF")).resolve("spring.factories");
        Files.writeString(factories, MaskingRule.class.getName() + "=" + rule.getName());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader classLoader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
            thread.setContextClassLoader(classLoader);
            return Masker.from(new MockEnvironment());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    static final class Iban implements MaskingRule {

        @Override
        public String mask(@Nullable String name, String value) {
            return value.replace("DE00123456", "IBAN");
        }
    }

    static final class Broken implements MaskingRule {

        @Override
        public String mask(@Nullable String name, String value) {
            throw new IllegalStateException();
        }
    }
}
