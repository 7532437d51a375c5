package io.llmdatavault.observability.resilience.retry;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.sql.DataSource;

import io.llmdatavault.observability.error.Attempt;
import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.error.NetworkError;
import io.llmdatavault.observability.error.translate.ErrorTranslatorAutoConfiguration;
import io.llmdatavault.observability.metrics.VaultMetricsAutoConfiguration;
import io.llmdatavault.observability.resilience.retry.RetriedBeans.Api;
import io.llmdatavault.observability.resilience.retry.RetriedBeans.Asynchronous;
import io.llmdatavault.observability.resilience.retry.RetriedBeans.Composed;
import io.llmdatavault.observability.resilience.retry.RetriedBeans.FinalMethod;
import io.llmdatavault.observability.resilience.retry.RetriedBeans.Flaky;
import io.llmdatavault.observability.resilience.retry.RetriedBeans.PlainFuture;
import io.llmdatavault.observability.resilience.retry.RetriedBeans.PredicateOfMany;
import io.llmdatavault.observability.resilience.retry.RetriedBeans.PrivateMethod;
import io.llmdatavault.observability.resilience.retry.RetriedBeans.RetriedInterface;
import io.llmdatavault.observability.resilience.retry.RetriedBeans.RetriedType;
import io.llmdatavault.observability.resilience.retry.RetriedBeans.Rows;
import io.llmdatavault.observability.resilience.retry.RetriedBeans.UnknownPolicy;
import io.llmdatavault.observability.resilience.retry.RetriedBeans.WrongFallback;
import io.llmdatavault.observability.resilience.retry.RetriedBeans.WrongPredicate;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ExtendWith(OutputCaptureExtension.class)
class RetryAutoConfigurationTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(RetryAutoConfiguration.class, ErrorTranslatorAutoConfiguration.class))
            .withPropertyValues(
                    "vault.observability.retry.initial-backoff=1ms",
                    "vault.observability.retry.policies.patient.max-attempts=5");

    @Test
    void retriesAnAnnotatedMethod() {
        contextRunner.withBean(Flaky.class).run(context -> {
            Flaky flaky = context.getBean(Flaky.class);
            assertThat(flaky.succeedsOnThird()).isEqualTo("attempt 3");
            assertThat(flaky.calls()).hasValue(3);
            assertThatThrownBy(flaky::notAnnotated).isInstanceOf(NetworkError.class);
            assertThat(flaky.calls()).hasValue(4);
        });
    }

    @Test
    void worksWithoutBootsAutoProxyingAndWithIt() {
        contextRunner
                .withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class))
                .withBean(Flaky.class)
                .run(context -> assertThat(context.getBean(Flaky.class).succeedsOnThird())
                        .isEqualTo("attempt 3"));
        contextRunner
                .withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class))
                .withPropertyValues("spring.aop.auto=false")
                .withBean(Flaky.class)
                .run(context -> assertThat(context.getBean(Flaky.class).succeedsOnThird())
                        .isEqualTo("attempt 3"));
        contextRunner
                .withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader("org.aspectj"))
                .withBean(Flaky.class)
                .run(context -> assertThat(context.getBean(Flaky.class).succeedsOnThird())
                        .isEqualTo("attempt 3"));
    }

    @Test
    void findsTheAnnotationOfTypesInterfacesAndOtherAnnotations() {
        contextRunner
                .withBean(RetriedType.class)
                .withBean(RetriedInterface.class)
                .withBean(Composed.class)
                .run(context -> {
                    assertThat(context.getBean(RetriedType.class).call()).isEqualTo(3);
                    assertThat(context.getBean(RetriedType.class).packagePrivate())
                            .isEqualTo(3);
                    assertThat(context.getBean(Api.class).call()).isEqualTo(3);
                    assertThat(context.getBean(Composed.class).call()).isEqualTo(5);
                });
    }

    @Test
    void isSwitchedOff() {
        contextRunner
                .withPropertyValues("vault.observability.retry.enabled=false")
                .withBean(Flaky.class)
                .run(context -> {
                    assertThat(context).doesNotHaveBean(RetryExecutor.class).doesNotHaveBean(RetryAdvisor.class);
                    assertThatThrownBy(context.getBean(Flaky.class)::succeedsOnThird)
                            .isInstanceOf(NetworkError.class);
                });
    }

    @Test
    void needsNoLibraryButSpring() {
        contextRunner
                .withClassLoader(new FilteredClassLoader(
                        "io.github.resilience4j.",
                        "org.springframework.retry.",
                        "reactor.",
                        "io.micrometer.",
                        "org.aspectj."))
                .withBean(Flaky.class)
                .run(context -> assertThat(context.getBean(Flaky.class).succeedsOnThird())
                        .isEqualTo("attempt 3"));
    }

    @Test
    void executorOfTheApplicationWins() {
        contextRunner
                .withBean(RetryExecutor.class, OwnExecutor::new)
                .withBean(Flaky.class)
                .run(context -> {
                    assertThat(context).hasSingleBean(RetryExecutor.class);
                    assertThatThrownBy(context.getBean(Flaky.class)::succeedsOnThird)
                            .isInstanceOf(NetworkError.class);
                    OwnExecutor own = (OwnExecutor) context.getBean(RetryExecutor.class);
                    assertThat(own.operations).isEqualTo("default flaky.succeeds_on_third;");
                });
    }

    @Test
    void policiesInheritWhatTheyDoNotSet() {
        contextRunner
                .withPropertyValues(
                        "vault.observability.retry.max-attempts=4",
                        "vault.observability.retry.jitter=0",
                        "vault.observability.retry.policies.patient.initial-backoff=7ms",
                        "vault.observability.retry.policies.slow.multiplier=3")
                .run(context -> {
                    RetryExecutor executor = context.getBean(RetryExecutor.class);
                    NetworkError failure =
                            NetworkError.builder("x").retryable(true).build();
                    assertThat(executor.policy("default").delayAfter(3, failure).orElseThrow())
                            .hasMillis(4);
                    assertThat(executor.policy("default").delayAfter(4, failure))
                            .isEmpty();
                    assertThat(executor.policy("patient").delayAfter(1, failure).orElseThrow())
                            .hasMillis(7);
                    assertThat(executor.policy("patient").delayAfter(4, failure))
                            .isPresent();
                    assertThat(executor.policy("slow").delayAfter(2, failure).orElseThrow())
                            .hasMillis(3);
                });
    }

    @Test
    void countsUnderTheNameOfTheMethod() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        contextRunner
                .withBean(MeterRegistry.class, () -> registry)
                .withConfiguration(AutoConfigurations.of(VaultMetricsAutoConfiguration.class))
                .withBean(Flaky.class)
                .run(context -> {
                    context.getBean(Flaky.class).succeedsOnThird();
                    assertThat(RetryMetrics.counts(registry))
                            .isEqualTo(
                                    Map.of("flaky.succeeds_on_third success", 1, "flaky.succeeds_on_third retried", 2));
                });
    }

    @Test
    void eachAttemptHasItsOwnTransaction() {
        contextRunner
                .withConfiguration(AutoConfigurations.of(
                        DataSourceAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class,
                        DataSourceTransactionManagerAutoConfiguration.class,
                        TransactionAutoConfiguration.class,
                        AopAutoConfiguration.class))
                .withBean(Rows.class)
                .run(context -> {
                    JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
                    assertThat(context.getBean(RetryAdvisor.class).getOrder()).isEqualTo(VaultRetry.ORDER);
                    jdbc.execute("create table entries (id int primary key)");
                    context.getBean(Rows.class).insert();
                    // What the failed attempts had written is rolled back: only the third one's row is there.
                    assertThat(jdbc.queryForList("select id from entries", Integer.class))
                            .containsExactly(3);
                    jdbc.execute("drop table entries");
                });
    }

    @Test
    void doesNotKeepOtherBeansFromBeingProcessed(CapturedOutput output) {
        contextRunner
                .withConfiguration(
                        AutoConfigurations.of(AopAutoConfiguration.class, VaultMetricsAutoConfiguration.class))
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withBean(Flaky.class)
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output).doesNotContain("not eligible for getting processed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-attempts=0|max-attempts|must be 1 or more, but is 0",
                "max-attempts=-1|max-attempts|must be 1 or more, but is -1",
                "initial-backoff=0ms|initial-backoff|must be 1ms or more, but is 0ms",
                "initial-backoff=-5s|initial-backoff|must be 1ms or more, but is -5000ms",
                "multiplier=0.9|multiplier|must be 1 or more, but is 0.9",
                "multiplier=NaN|multiplier|must be 1 or more, but is NaN",
                "max-backoff=0s|max-backoff|must not be shorter than the initial backoff of 1ms, but is 0ms",
                "jitter=1|jitter|must be 0 or more and less than 1, but is 1.0",
                "jitter=-0.1|jitter|must be 0 or more and less than 1, but is -0.1",
                "attempt-timeout=-1ms|attempt-timeout|must be 1ms or more, or 0 for none, but is -1ms",
                "max-duration=-1s|max-duration|must be 1ms or more, or 0 for none, but is -1000ms",
                "initial-backoff=P200000D|initial-backoff|must be 100 years or less, but is PT4800000H",
                "max-backoff=P200000000000D|max-backoff|must be 100 years or less, but is PT4800000000000H",
                "attempt-timeout=-P200000D|attempt-timeout|must be 100 years or less, but is PT-4800000H",
                "policies.quick.max-duration=P200000D|policies.quick.max-duration|must be 100 years or less, but is PT4800000H",
                "max-duration=1ms|max-duration|leaves no time for a second attempt: it must be longer than the initial backoff of 1ms, but is 1ms",
                "budget.ratio=-0.1|budget.ratio|must be 0 to 10, but is -0.1",
                "budget.ratio=20|budget.ratio|must be 0 to 10, but is 20.0",
                "budget.min-per-second=-1|budget.min-per-second|must be 0 or more, but is -1",
                "policies.quick.budget.ratio=-1|policies.quick.budget.ratio|must be 0 to 10, but is -1.0",
                "policies.quick.attempt-timeout=-5ms|policies.quick.attempt-timeout|must be 1ms or more, or 0 for none, but is -5ms",
                "policies.quick.max-attempts=0|policies.quick.max-attempts|must be 1 or more, but is 0",
                "policies.quick.multiplier=0|policies.quick.multiplier|must be 1 or more, but is 0.0",
            })
    void explainsWrongNumbers(String property, String key, String message) {
        contextRunner
                .withPropertyValues("vault.observability.retry." + property)
                .run(context -> assertThatError(context.getStartupFailure(), "vault.observability.retry." + key)
                        .satisfies(error -> assertThat(error.getMessage()).isEqualTo(message))
                        .satisfies(error -> assertThat(error.expectedType()).isPresent()));
    }

    @ParameterizedTest
    @CsvSource({
        "policies.default.max-attempts=2, policies.default",
        "policies.Slow_One.max-attempts=2, policies.Slow_One",
        "policies.pat-ient.max-attempts=2, policies.pat"
    })
    void explainsWrongIds(String property, String key) {
        contextRunner
                .withPropertyValues("vault.observability.retry." + property)
                .run(context -> assertThat(error(context.getStartupFailure()).configKey())
                        .startsWith("vault.observability.retry." + key));
    }

    @Test
    void explainsAnUnknownPolicy() {
        contextRunner
                .withBean(UnknownPolicy.class)
                .run(context -> assertThatError(context.getStartupFailure(), "UnknownPolicy.call()")
                        .satisfies(error -> assertThat(error.getMessage())
                                .contains("\"unheard-of\"")
                                .contains("there are default, patient")));
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                FinalMethod.class,
                PrivateMethod.class,
                PlainFuture.class,
                WrongFallback.class,
                WrongPredicate.class,
                PredicateOfMany.class,
                RetriedBeans.PredicateOfNothing.class,
                RetriedBeans.PredicateOfNothingLater.class,
                RetriedBeans.PredicateOfAnother.class,
                RetriedBeans.PredicateOfAnotherLater.class
            })
    void explainsMethodsItCannotRetry(Class<?> type) {
        contextRunner
                .withBean(type)
                .run(context -> assertThatError(context.getStartupFailure(), type.getSimpleName() + ".call()")
                        .satisfies(error -> assertThat(error.detail()).isPresent()));
    }

    @Test
    void takesPredicatesThatMayFit() {
        contextRunner
                .withBean(RetriedBeans.PredicatesThatFit.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void executorOfTheApplicationIsAskedForItsPolicies() {
        contextRunner
                .withBean(RetryExecutor.class, () -> new OwnExecutor() {
                    @Override
                    public Attempt.Policy policy(String name) {
                        throw new IllegalArgumentException(name);
                    }
                })
                .withBean(UnknownPolicy.class)
                .run(context -> assertThat(error(context.getStartupFailure()).getMessage())
                        .contains("\"unheard-of\"")
                        .contains("does not have"));
    }

    @Test
    void executorOfTheApplicationIsAskedForBlockingMethodsOnly() {
        contextRunner
                .withBean(RetryExecutor.class, OwnExecutor::new)
                .withBean(Asynchronous.class)
                .run(context -> assertThat(error(context.getStartupFailure()).getMessage())
                        .contains("for blocking methods only")
                        .contains("OwnExecutor"));
    }

    private static AbstractThrowableAssert<?, ConfigurationError> assertThatError(Throwable failure, String key) {
        ConfigurationError error = error(failure);
        assertThat(error.configKey()).endsWith(key);
        return assertThat(error);
    }

    private static ConfigurationError error(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigurationError error) {
                return error;
            }
        }
        throw new AssertionError("Not explained", failure);
    }

    private static class OwnExecutor implements RetryExecutor {

        private String operations = "";

        @Override
        public <T> T execute(String policy, String operation, Callable<T> call) throws Exception {
            operations += policy + " " + operation + ";";
            return call.call();
        }

        @Override
        public <T> T execute(String policy, Callable<T> call) throws Exception {
            return call.call();
        }

        @Override
        public <T> T execute(String policy, String operation, Callable<T> call, Predicate<? super T> unwanted)
                throws Exception {
            return call.call();
        }

        @Override
        public <T> CompletableFuture<T> executeAsync(
                String policy, String operation, Supplier<? extends CompletionStage<T>> call) {
            return call.get().toCompletableFuture();
        }

        @Override
        public Attempt.Policy policy(String name) {
            throw new UnsupportedOperationException();
        }
    }
}
