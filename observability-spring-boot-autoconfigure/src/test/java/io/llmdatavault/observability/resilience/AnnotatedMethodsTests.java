package io.llmdatavault.observability.resilience;

import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.error.ErrorChain;
import io.llmdatavault.observability.error.NetworkError;
import io.llmdatavault.observability.error.RateLimitError;
import io.llmdatavault.observability.error.translate.ErrorTranslatorAutoConfiguration;
import io.llmdatavault.observability.resilience.ratelimit.RateLimitAutoConfiguration;
import io.llmdatavault.observability.resilience.ratelimit.VaultRateLimit;
import io.llmdatavault.observability.resilience.retry.RetryAutoConfiguration;
import io.llmdatavault.observability.resilience.retry.RetryEvent;
import io.llmdatavault.observability.resilience.retry.RetryListener;
import io.llmdatavault.observability.resilience.retry.VaultRetry;
import kotlin.coroutines.Continuation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Which methods both annotations are found on, and which are refused. */
class AnnotatedMethodsTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    RetryAutoConfiguration.class,
                    RateLimitAutoConfiguration.class,
                    ErrorTranslatorAutoConfiguration.class))
            .withPropertyValues(
                    "vault.observability.retry.initial-backoff=1ms",
                    "vault.observability.rate-limit.limits.once.type=requests-per-hour",
                    "vault.observability.rate-limit.limits.once.limit=1");

    @Test
    void ofAProxyTheInterfaceIsMeant() {
        List<RetryEvent> events = new ArrayList<>();
        contextRunner
                .withBean(RetryListener.class, () -> events::add)
                .withBean(Directory.class, AnnotatedMethodsTests::failingTwice)
                .run(context -> {
                    Directory directory = context.getBean(Directory.class);
                    assertThat(directory.find("acme")).isEqualTo("attempt 3");
                    assertThat(directory.find("other")).isEqualTo("attempt 4");
                    assertThatExceptionOfType(RateLimitError.class).isThrownBy(() -> directory.find("acme"));
                    assertThat(directory.count("acme")).isEqualTo("0 of acme");
                });
        assertThat(events).extracting(RetryEvent::operation).contains("directory.find", "base.count");
    }

    @Test
    void ofAProxyErrorsNameTheInterface() {
        contextRunner
                .withBean(Misspelt.class, () -> proxy(Misspelt.class, List.of()))
                .run(context -> assertThat(error(context.getStartupFailure()).configKey())
                        .endsWith("Misspelt.call()"));
    }

    @ParameterizedTest
    @ValueSource(classes = {RetriedSuspension.class, LimitedSuspension.class, SuspensionOfType.class})
    void refusesSuspendFunctionsOfKotlin(Class<?> type) {
        contextRunner.withBean(type).run(context -> {
            ConfigurationError error = error(context.getStartupFailure());
            assertThat(error.configKey()).endsWith(type.getSimpleName() + ".read(String, Continuation)");
            assertThat(error).hasMessageContaining("suspend function");
            assertThat(error.detail()).isPresent();
        });
    }

    @Test
    void refusesAFinalClassWithoutAnInterfaceToCallItBy() {
        contextRunner
                .withBean(FinalClass.class)
                .run(context -> assertThat(error(context.getStartupFailure()))
                        .hasMessageContaining("is final and implements no interface"));
    }

    private static Directory failingTwice() {
        return proxy(Directory.class, new ArrayList<>());
    }

    private static <T> T proxy(Class<T> type, List<String> calls) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {Runnable.class, type}, (proxy, method, arguments) -> {
                    if (method.isDefault()) {
                        return InvocationHandler.invokeDefault(proxy, method, arguments);
                    }
                    if (method.getName().equals("find")) {
                        calls.add("find");
                    }
                    if (!method.getName().equals("find") || calls.size() < 3) {
                        throw NetworkError.builder("reset").retryable(true).build();
                    }
                    return "attempt " + calls.size();
                }));
    }

    private static ConfigurationError error(Throwable failure) {
        ConfigurationError error = ErrorChain.find(failure, ConfigurationError.class);
        assertThat(error).isNotNull();
        return error;
    }

    interface Base {

        @VaultRetry(fallbackMethod = "none")
        String count(String tenant);

        default String none(String tenant) {
            return "0 of " + tenant;
        }
    }

    interface Directory extends Base {

        @VaultRetry
        @VaultRateLimit(value = "once", key = "#tenant")
        String find(String tenant);
    }

    /** As the compiler of Kotlin writes {@code suspend fun read(id: String): String}. */
    static class RetriedSuspension {

        @VaultRetry
        public Object read(String id, Continuation<? super String> continuation) {
            return id;
        }
    }

    static class LimitedSuspension {

        @VaultRateLimit("once")
        public Object read(String id, Continuation<? super String> continuation) {
            return id;
        }
    }

    @VaultRetry
    static class SuspensionOfType {

        public Object read(String id, Continuation<? super String> continuation) {
            return id;
        }
    }

    static final class FinalClass implements Serializable {

        private static final long serialVersionUID = 1L;

        @VaultRetry
        public void call() {}
    }

    interface Misspelt {

        @VaultRetry(policy = "unheard-of")
        String call();
    }
}
