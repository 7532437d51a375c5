package io.llmdatavault.observability.resilience;

import java.util.Arrays;

import io.llmdatavault.observability.error.NetworkError;
import io.llmdatavault.observability.error.RateLimitError;
import io.llmdatavault.observability.error.translate.ErrorTranslatorAutoConfiguration;
import io.llmdatavault.observability.resilience.ratelimit.RateLimitAutoConfiguration;
import io.llmdatavault.observability.resilience.ratelimit.VaultRateLimit;
import io.llmdatavault.observability.resilience.retry.RetryAutoConfiguration;
import io.llmdatavault.observability.resilience.retry.VaultRetry;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Limit outside retry outside transaction: one permit for all attempts, one transaction for each. */
class AdvisorOrderTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    RetryAutoConfiguration.class,
                    RateLimitAutoConfiguration.class,
                    ErrorTranslatorAutoConfiguration.class,
                    AopAutoConfiguration.class,
                    DataSourceAutoConfiguration.class,
                    DataSourceTransactionManagerAutoConfiguration.class,
                    TransactionAutoConfiguration.class))
            .withBean(Service.class)
            .withPropertyValues(
                    "vault.observability.retry.initial-backoff=1ms",
                    "vault.observability.rate-limit.limits.once.type=requests-per-hour",
                    "vault.observability.rate-limit.limits.once.limit=1");

    @Test
    void allAttemptsTakeOnePermit() {
        contextRunner.run(context -> {
            Service service = context.getBean(Service.class);
            assertThat(service.call()).isEqualTo(3);
            assertThatExceptionOfType(RateLimitError.class).isThrownBy(service::call);
        });
    }

    @Test
    void secondProxyCreatorDoesNotCountTwice() {
        contextRunner
                .withBean(DefaultAdvisorAutoProxyCreator.class, () -> {
                    DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
                    creator.setProxyTargetClass(true);
                    return creator;
                })
                .withBean(Failing.class)
                .run(context -> {
                    Failing failing = context.getBean(Failing.class);
                    Object target = ((Advised) failing).getTargetSource().getTarget();
                    assertThat(target).as("a proxy within a proxy").isInstanceOf(Advised.class);
                    assertThatExceptionOfType(NetworkError.class).isThrownBy(failing::call);
                    assertThat(failing.calls()).isEqualTo(3);
                    assertThatExceptionOfType(RateLimitError.class).isThrownBy(failing::call);
                });
    }

    @Test
    void advisorsComeInTheirOrder() {
        contextRunner.run(context -> assertThat(Arrays.stream(((Advised) context.getBean(Service.class)).getAdvisors())
                        .map(advisor -> advisor.getClass().getSimpleName())
                        .filter(name -> !name.startsWith("Default")))
                .containsExactly("RateLimitAdvisor", "RetryAdvisor", "BeanFactoryTransactionAttributeSourceAdvisor"));
    }

    @Test
    void thereIsRoomBetweenTheOrders() {
        assertThat(VaultRateLimit.ORDER).isLessThan(VaultRetry.ORDER - 1);
        assertThat(VaultRetry.ORDER).isLessThan(Integer.MAX_VALUE - 1);
    }

    static class Failing {

        private int calls;

        public int calls() {
            return calls;
        }

        @VaultRetry
        @VaultRateLimit("once")
        public void call() {
            calls++;
            throw NetworkError.builder("connection reset").retryable(true).build();
        }
    }

    static class Service {

        private int calls;

        @Transactional
        @VaultRetry
        @VaultRateLimit("once")
        public int call() {
            if (++calls < 3) {
                throw NetworkError.builder("connection reset").retryable(true).build();
            }
            return calls;
        }
    }
}
