package io.llmdatavault.observability.health;

import java.util.concurrent.atomic.AtomicReference;

import io.llmdatavault.observability.error.ConfigurationError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** On which threads the checks of an application run. */
class VirtualThreadsTests {

    private static final String KEY = "vault.observability.health.virtual-threads";

    private static final String APPLICATION = "spring.threads.virtual.enabled=true";

    private final AtomicReference<String> thread = new AtomicReference<>();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(HealthAutoConfiguration.class))
            .withBean("where", HealthCheck.class, this::check);

    private HealthCheck check() {
        return new HealthCheck() {
            @Override
            public String name() {
                return "where";
            }

            @Override
            public ComponentHealth check() {
                thread.set(Thread.currentThread().toString());
                return ComponentHealth.healthy("Fine.");
            }
        };
    }

    private String thread(String... properties) {
        runner.withPropertyValues(properties).run(context -> {
            assertThat(context).hasNotFailed();
            await().until(() -> thread.get() != null);
        });
        assertThat(thread.get()).contains("vault-health-check-");
        return thread.get();
    }

    @Test
    void areNotVirtualUnlessTheApplicationWantsThem() {
        assertThat(thread()).doesNotStartWith("VirtualThread");
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_23)
    void areNotVirtualWhereADriverCanHoldOnToTheirCarrier() {
        assertThat(thread(APPLICATION)).doesNotStartWith("VirtualThread");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_24)
    void areVirtualWhereTheApplicationWantsThem() {
        assertThat(thread(APPLICATION)).startsWith("VirtualThread");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_24)
    void areNotVirtualWhereTheKeySaysSo() {
        assertThat(thread(APPLICATION, KEY + "=false")).doesNotStartWith("VirtualThread");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void areVirtualWhereTheKeySaysSo() {
        assertThat(thread(KEY + "=true")).startsWith("VirtualThread");
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void saysWhichJavaTheKeyNeeds() {
        runner.withPropertyValues(KEY + "=true")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOfSatisfying(
                                ConfigurationError.class,
                                ex -> assertThat(ex.configKey()).isEqualTo(KEY))
                        .hasMessage("needs Java 21, and this is "
                                + Runtime.version().feature()));
    }
}
