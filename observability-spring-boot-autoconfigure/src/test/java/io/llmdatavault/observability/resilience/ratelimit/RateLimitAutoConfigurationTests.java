package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.error.ErrorChain;
import io.llmdatavault.observability.error.RateLimitError;
import io.llmdatavault.observability.metrics.VaultMetrics;
import io.llmdatavault.observability.metrics.VaultMetricsAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
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
        });
    }

    @Test
    void limitsNothingByDefault() {
        new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(RateLimitAutoConfiguration.class))
                .run(context -> {
                    assertThat(context)
                            .hasSingleBean(ConfiguredRateLimits.class)
                            .hasSingleBean(RateLimitAdvisor.class)
                            .hasSingleBean(ServletRequestKeys.class);
                    assertThat(context.getBean(ConfiguredRateLimits.class).names())
                            .isEmpty();
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"vault.observability.rate-limit.enabled=false", "vault.observability.enabled=false"})
    void backsOffWhenDisabled(String property) {
        contextRunner.withPropertyValues(property).withBean(Service.class).run(context -> {
            assertThat(context).doesNotHaveBean(RateLimits.class).doesNotHaveBean(RateLimitAdvisor.class);
            for (int call = 0; call < 3; call++) {
                context.getBean(Service.class).call();
            }
        });
    }

    @Test
    void doesWithoutAnyLibrary() {
        contextRunner
                .withClassLoader(new FilteredClassLoader("io.github.resilience4j", "io.lettuce", "reactor"))
                .run(context -> {
                    RateLimits limits = context.getBean(RateLimits.class);
                    assertThat(limits.acquire("twice", null, 2).allowed()).isTrue();
                    assertThat(limits.acquire("twice", null, 1).allowed()).isFalse();
                });
    }

    /** As a WebFlux application in those of its tests that have no server: the same properties hold, nobody is known. */
    @ParameterizedTest
    @ValueSource(strings = {"key=ip", "key=principal", "key=header:X-Tenant", "headers=true"})
    void startsWithoutServletsAndWithoutAServer(String setting) {
        contextRunner
                .withClassLoader(new FilteredClassLoader("jakarta.servlet"))
                .withPropertyValues("vault.observability.rate-limit.limits.twice." + setting)
                .run(context -> {
                    assertThat(context)
                            .hasNotFailed()
                            .hasSingleBean(CurrentExchange.class)
                            .doesNotHaveBean(WebFilter.class);
                    assertThat(context.getBean(RequestKeys.class).ip()).isNull();
                    RateLimits limits = context.getBean(RateLimits.class);
                    assertThat(limits.acquire("twice", null, 2).allowed()).isTrue();
                    assertThat(limits.acquire("twice", null, 1).allowed()).isFalse();
                });
    }

    @Test
    void servletsComeFirstWhereBothAreOnTheClassPath() {
        contextRunner.run(context -> assertThat(context)
                .hasSingleBean(ServletRequestKeys.class)
                .hasSingleBean(ServletLimitHeaders.class)
                .doesNotHaveBean(CurrentExchange.class));
        new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(RateLimitAutoConfiguration.class))
                .run(context -> assertThat(context)
                        .hasSingleBean(ServletRequestKeys.class)
                        .hasSingleBean(ServletLimitHeaders.class)
                        .doesNotHaveBean(CurrentExchange.class)
                        .doesNotHaveBean(WebFilter.class));
    }

    @Test
    void saysWhatASharedStoreNeeds() {
        contextRunner
                .withClassLoader(new FilteredClassLoader("io.lettuce", "org.springframework.data.redis"))
                .withPropertyValues("vault.observability.rate-limit.store=redis")
                .run(context -> {
                    ConfigurationError error = ErrorChain.find(context.getStartupFailure(), ConfigurationError.class);
                    assertThat(error.configKey()).isEqualTo("vault.observability.rate-limit.store");
                    assertThat(error.expectedType().orElseThrow()).contains("spring-boot-starter-data-redis");
                });
    }

    @Test
    void asksTheUsersLimits() {
        UsersLimits mine = new UsersLimits(new ArrayList<>());
        contextRunner
                .withBean(RateLimits.class, () -> mine)
                .withBean(UsersService.class)
                .run(context -> {
                    assertThat(context).getBean(RateLimits.class).isSameAs(mine);
                    context.getBean(UsersService.class).call("alice");
                    assertThatExceptionOfType(RateLimitError.class)
                            .isThrownBy(
                                    () -> context.getBean(UsersService.class).call("mallory"));
                    assertThat(mine.asked()).containsExactly("of-mine alice 3", "of-mine mallory 3");
                });
    }

    @Test
    void appliesProperties() {
        contextRunner
                .withPropertyValues(
                        "vault.observability.rate-limit.max-keys=1",
                        "vault.observability.rate-limit.limits.fast.type=requests-per-second",
                        "vault.observability.rate-limit.limits.fast.limit=7")
                .run(context -> {
                    RateLimits limits = context.getBean(RateLimits.class);
                    // The clock may be set meanwhile, as little as it is; the window is a second, not a minute.
                    Instant before = Instant.now().minusSeconds(1);
                    RateLimitDecision fast = limits.acquire("fast", null, 1);
                    assertThat(fast.limit()).isEqualTo(7);
                    assertThat(fast.resetAt()).isBetween(before, Instant.now().plusSeconds(2));
                    limits.acquire("twice", "alice", 2);
                    limits.acquire("twice", "bob", 2);
                    // Bob shares with other newcomers while Alice's window runs.
                    assertThat(limits.acquire("twice", "alice", 1).allowed()).isFalse();
                });
    }

    @Test
    void countsDecisions() {
        contextRunner
                .withConfiguration(AutoConfigurations.of(VaultMetricsAutoConfiguration.class))
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> {
                    RateLimits limits = context.getBean(RateLimits.class);
                    limits.acquire("twice", "Planted-4711", 2);
                    limits.acquire("twice", "Planted-4711", 2);
                    MeterRegistry registry = context.getBean(MeterRegistry.class);
                    for (String outcome : List.of("allowed", "rejected")) {
                        assertThat(registry.get("vault.rate.limit.decisions")
                                        .tags("limit", "twice", "outcome", outcome)
                                        .counter()
                                        .count())
                                .isEqualTo(1);
                    }
                    assertThat(registry.getMeters().toString()).doesNotContain("Planted");
                });
    }

    @Test
    void brokenMetricsBreakNoDecision(CapturedOutput output) {
        contextRunner
                .withBean(VaultMetrics.class, () -> {
                    throw new IllegalStateException("no metrics today");
                })
                .withInitializer(context -> context.getBeanFactory()
                        .getBeanDefinition(context.getBeanFactory().getBeanNamesForType(VaultMetrics.class)[0])
                        .setLazyInit(true))
                .run(context -> {
                    RateLimits limits = context.getBean(RateLimits.class);
                    assertThat(limits.acquire("twice", null, 2).allowed()).isTrue();
                    assertThat(limits.acquire("twice", null, 1).allowed()).isFalse();
                    assertThat(output).containsOnlyOnce("Nothing can be counted in vault_rate_limit_decisions_total");
                });
    }

    static class Service {

        @VaultRateLimit("twice")
        void call() {}
    }

    static class UsersService {

        @VaultRateLimit(value = "of-mine", key = "#user", permits = "3")
        void call(String user) {}
    }

    /** What an application may put in its place, as a store that all instances share. */
    record UsersLimits(List<String> asked) implements RateLimits {

        @Override
        public RateLimitDecision acquire(String name, String key, long permits) {
            asked.add(name + " " + key + " " + permits);
            return new LoggedDecision(name, !key.equals("mallory"), new ArrayList<>());
        }
    }
}
