package io.llmdatavault.observability.logging;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class MaskingAutoConfigurationTests {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MaskingAutoConfiguration.class));

    @Test
    void givesTheMaskerOfTheEnvironment() {
        runner.run(
                context -> assertThat(context.getBean(Masker.class)).isSameAs(Masker.from(context.getEnvironment())));
    }

    @Test
    void keepsTheMaskerOfTheEnvironmentFromBeforeTheContext() {
        Masker[] early = new Masker[1];
        runner.withInitializer(context -> early[0] = Masker.from(context.getEnvironment()))
                .run(context -> assertThat(context.getBean(Masker.class)).isSameAs(early[0]));
    }

    @Test
    void backsOffWhenUserDefinesMasker() {
        runner.withUserConfiguration(OwnMasker.class).run(context -> {
            assertThat(context).hasSingleBean(Masker.class);
            assertThat(context.getBean(Masker.class).mask("nickname", "x")).isEqualTo("***");
        });
    }

    @Test
    void backsOffWhenEverythingIsDisabled() {
        runner.withPropertyValues("vault.observability.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(Masker.class));
    }

    @Test
    void staysForOtherFeaturesWhenLoggingIsDisabled() {
        runner.withPropertyValues("vault.observability.logging.enabled=false")
                .run(context -> assertThat(context.getBean(Masker.class).maskText("token=x"))
                        .isEqualTo("token=***"));
    }

    @Test
    void masksNothingWhenMaskingIsDisabled() {
        runner.withPropertyValues("vault.observability.logging.masking.enabled=false")
                .run(context -> assertThat(context.getBean(Masker.class).maskText("token=x"))
                        .isEqualTo("token=x"));
    }

    @Test
    void appliesProperties() {
        runner.withPropertyValues(
                        "vault.observability.logging.masking.additional-fields=iban",
                        "vault.observability.logging.masking.keep=2")
                .run(context -> assertThat(context.getBean(Masker.class).mask("iban", "DE02120300000000202051"))
                        .isEqualTo("DE...51"));
    }

    @Test
    void refusesUnknownKeysAndWrongValues() {
        runner.withPropertyValues("vault.observability.logging.masking.fileds=x")
                .run(context -> assertThat(context).hasFailed());
        runner.withPropertyValues("vault.observability.logging.masking.keep=-1")
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining("ConfigurationError"));
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnMasker {

        @Bean
        Masker ownMasker() {
            return Masker.from(new MockEnvironment()
                    .withProperty("vault.observability.logging.masking.additional-fields", "nickname"));
        }
    }
}
