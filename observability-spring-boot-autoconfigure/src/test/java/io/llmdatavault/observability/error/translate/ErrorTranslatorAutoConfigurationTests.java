package io.llmdatavault.observability.error.translate;

import java.util.List;
import java.util.Optional;

import io.llmdatavault.observability.error.ConflictError;
import io.llmdatavault.observability.error.VaultError;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

class ErrorTranslatorAutoConfigurationTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ErrorTranslatorAutoConfiguration.class));

    @Test
    void configuresTranslators() {
        contextRunner.run(context -> assertThat(context).hasSingleBean(ErrorTranslators.class));
    }

    @Test
    void backsOffWhenDisabled() {
        contextRunner
                .withPropertyValues("vault.observability.errors.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(ErrorTranslators.class));
        contextRunner
                .withPropertyValues("vault.observability.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(ErrorTranslators.class));
    }

    @Test
    void backsOffWhenUserDefinesTranslators() {
        ErrorTranslators own = new ErrorTranslators(List.of());
        contextRunner
                .withBean("own", ErrorTranslators.class, () -> own)
                .run(context ->
                        assertThat(context.getBean(ErrorTranslators.class)).isSameAs(own));
    }

    @Test
    void asksTranslatorsInOrder() {
        contextRunner.withUserConfiguration(TwoTranslators.class).run(context -> {
            VaultError error = context.getBean(ErrorTranslators.class).translate(new IllegalStateException());
            assertThat(error).isInstanceOf(ConflictError.class);
            assertThat(((ConflictError) error).resourceId()).isEqualTo("first");
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoTranslators {

        @Bean
        @Order(2)
        ErrorTranslator second() {
            return t -> Optional.of(ConflictError.builder("record", "second").build());
        }

        @Bean
        @Order(1)
        ErrorTranslator first() {
            return t -> Optional.of(ConflictError.builder("record", "first").build());
        }
    }
}
