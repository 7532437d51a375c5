package io.llmdatavault.observability.resilience.ratelimit;

import io.llmdatavault.observability.error.RateLimitError;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RateLimitAutoConfigurationTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(RateLimitAutoConfiguration.class))
            .withPropertyValues(
                    "vault.observability.rate-limit.limits.twice.type=requests-per-hour",
                    "vault.observability.rate-limit.limits.twice.limit=2");

    @Test
    void limitsAnAnnotatedMethod() {
        contextRunner.withBean(Service.class).run(context -> {
            Service service = context.getBean(Service.class);
            service.call();
            service.call();
            assertThatExceptionOfType(RateLimitError.class).isThrownBy(service::call);
            service.unlimited();
        });
    }

    static class Service {

        @VaultRateLimit("twice")
        void call() {}

        void unlimited() {}
    }
}
