package io.llmdatavault.observability.resilience.ratelimit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class LimitChangesTests {

    private static final String CALLS = "vault.observability.rate-limit.limits.calls.";

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(RateLimitAutoConfiguration.class))
            .withPropertyValues(CALLS + "type=requests-per-hour", CALLS + "limit=3");

    @Test
    void areAppliedWithoutLosingCounts() {
        contextRunner.run(context -> {
            RateLimits limits = context.getBean(RateLimits.class);
            limits.acquire("calls", "alice", 3);
            change(context, CALLS + "limit=5", CALLS + "overrides[bob]=1", CALLS + "exempt=carol");
            assertThat(limits.acquire("calls", "alice", 2).current()).isEqualTo(5);
            assertThat(limits.acquire("calls", "alice", 1).allowed()).isFalse();
            assertThat(limits.acquire("calls", "bob", 1).limit()).isOne();
            assertThat(limits.acquire("calls", "carol", 99).allowed()).isTrue();
        });
    }

    @Test
    void wrongNumbersChangeNothing(CapturedOutput output) {
        contextRunner.run(context -> {
            change(context, CALLS + "limit=0");
            assertThat(context.getBean(RateLimits.class)
                            .acquire("calls", "alice", 3)
                            .allowed())
                    .isTrue();
        });
        assertThat(output).contains("those before stay: must be 1 to 1000000000000, but is 0");
    }

    @Test
    void whatIsMisspeltChangesNothing(CapturedOutput output) {
        contextRunner.run(context -> {
            change(context, CALLS + "limit=5", CALLS + "limmit=4");
            assertThat(context.getBean(RateLimits.class)
                            .acquire("calls", "alice", 1)
                            .limit())
                    .isEqualTo(3);
        });
        assertThat(output).contains("those before stay: ").contains("limmit");
    }

    @Test
    void whatIsSetForAllNeedsARestart(CapturedOutput output) {
        contextRunner.run(context -> change(context, "vault.observability.rate-limit.max-keys=5"));
        assertThat(output).contains("What is set for all limits below vault.observability.rate-limit has changed");
    }

    @Test
    void whatNeedsARestartSaysSo(CapturedOutput output) {
        contextRunner.run(context -> {
            change(context, CALLS + "type=requests-per-minute", CALLS + "limit=9");
            assertThat(context.getBean(RateLimits.class)
                            .acquire("calls", "alice", 1)
                            .limit())
                    .isEqualTo(3);
        });
        assertThat(output).contains(CALLS.substring(0, CALLS.length() - 1) + " is new, or has another type");
    }

    @Test
    void leaveAnApplicationsOwnLimitsAlone() {
        contextRunner
                .withBean(RateLimits.class, OneSlot::new)
                .run(context -> assertThat(context).doesNotHaveBean(LimitChanges.class));
    }

    private static void change(ConfigurableApplicationContext context, String... properties) {
        TestPropertyValues.of(properties).applyTo(context);
        context.publishEvent(new EnvironmentChangeEvent(context));
    }
}
