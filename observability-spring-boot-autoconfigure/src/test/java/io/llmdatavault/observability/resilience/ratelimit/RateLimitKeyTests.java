package io.llmdatavault.observability.resilience.ratelimit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import io.llmdatavault.observability.error.InternalServerError;
import io.llmdatavault.observability.error.NotFoundError;
import io.llmdatavault.observability.error.RateLimitError;
import io.llmdatavault.observability.error.ValidationError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Whose permits are counted, and how many a call takes: the expressions of the annotation and of the configuration. */
class RateLimitKeyTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(RateLimitAutoConfiguration.class, AopAutoConfiguration.class))
            .withPropertyValues(
                    "vault.observability.rate-limit.limits.ten.type=requests-per-hour",
                    "vault.observability.rate-limit.limits.ten.limit=10",
                    "vault.observability.rate-limit.limits.once.type=requests-per-hour",
                    "vault.observability.rate-limit.limits.once.limit=1",
                    "vault.observability.rate-limit.limits.configured.type=requests-per-hour",
                    "vault.observability.rate-limit.limits.configured.limit=1",
                    "vault.observability.rate-limit.limits.configured.key=spel:#a0")
            .withBean("tenants", Tenants.class)
            .withBean(Service.class);

    private void run(Consumer<Service> test) {
        contextRunner.run(context -> test.accept(context.getBean(Service.class)));
    }

    @Test
    void countsEachArgumentByItself() {
        run(service -> {
            service.byName("alice", 1);
            assertRejected(() -> service.byName("alice", 1));
            service.byName("bob", 1);
            // The bucket is the limit's and the value's, not the expression's.
            assertRejected(() -> service.byPosition("bob"));
            service.byPosition("carol");
        });
    }

    @Test
    void knowsMethodTargetArgumentsAndBeans() {
        run(service -> {
            service.byEverything("a");
            assertRejected(() -> service.byEverything("a"));
            service.byEverything("b");
        });
    }

    @Test
    void theKeyOfTheAnnotationReplacesTheConfiguredOne() {
        run(service -> {
            service.byConfiguration("alice");
            assertRejected(() -> service.byConfiguration("alice"));
            service.byConfiguration("bob");
            service.notByConfiguration("bob");
            assertRejected(() -> service.notByConfiguration("carol"));
        });
    }

    @ParameterizedTest
    @NullAndEmptySource
    void nullAndEmptyShareTheirPermits(String key) {
        run(service -> {
            service.byName(key, 1);
            assertRejected(() -> service.byName(null, 1));
            assertRejected(() -> service.byName("", 1));
            assertRejected(service::byNobody);
        });
    }

    @Test
    void valuesOfOtherTypesCountByTheirText() {
        run(service -> {
            service.byObject(42);
            assertRejected(() -> service.byObject(42L));
            service.byObject(List.of("a", "b"));
            assertRejected(() -> service.byObject(Arrays.asList("a", "b")));
            service.byObject(new byte[] {1, 2});
            assertRejected(() -> service.byObject(new byte[] {1, 2}));
            service.byObject(Locale.ROOT);
        });
    }

    @Test
    void refusesAValueThatWouldMakeEachCallAKeyOfItsOwn() {
        run(service -> assertThatExceptionOfType(InternalServerError.class)
                .isThrownBy(() -> service.byObject(new Object()))
                .withMessageContaining("byObject(Object) is a java.lang.Object, which has no text of its own"));
    }

    @Test
    void aKeyThatFailsFailsTheCall() {
        run(service -> assertThatExceptionOfType(InternalServerError.class)
                .isThrownBy(() -> service.byBrokenKey("Planted-4711"))
                .withMessageContaining("The expression \"#user.substring(99)\" of the rate limit of ")
                .withMessageContaining("Service.byBrokenKey(String) failed")
                .withMessageNotContaining("Planted")
                .matches(error -> error.getCause() != null));
    }

    @Test
    void anErrorOfOurVocabularyStaysWhatItIs() {
        run(service ->
                assertThatExceptionOfType(NotFoundError.class).isThrownBy(() -> service.byMissingTenant("nobody")));
    }

    @Test
    void takesAsManyPermitsAsTheCallWeighs() {
        run(service -> {
            service.weighted("123456");
            assertRejected(() -> service.weighted("12345"));
            service.weighted("1234");
            assertThatExceptionOfType(ValidationError.class).isThrownBy(() -> service.weighted("12345678901"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> service.weighted(""))
                    .withMessageContaining("The rate limit \"ten\" was asked for 0 permits");
        });
    }

    @Test
    void takesAFixedNumberOfPermits() {
        run(service -> {
            service.five();
            service.five();
            assertRejected(service::five);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "x"})
    void permitsAreAWholeNumber(String permits) {
        run(service -> assertThatExceptionOfType(InternalServerError.class)
                .isThrownBy(() -> service.byObjectPermits(permits.equals("x") ? null : Double.valueOf(permits)))
                .withMessageContaining("byObjectPermits(Object) are no whole number but "));
    }

    @Test
    void keysAreNoPartOfTheError() {
        run(service -> {
            service.byName("Planted-4711", 1);
            assertThatExceptionOfType(RateLimitError.class)
                    .isThrownBy(() -> service.byName("Planted-4711", 1))
                    .satisfies(error -> assertThat(error.getMessage() + error.context() + error.detail())
                            .doesNotContain("Planted"));
        });
    }

    private static void assertRejected(Runnable call) {
        assertThatExceptionOfType(RateLimitError.class).isThrownBy(call::run);
    }

    static class Tenants {

        public String of(String user) {
            if (user.equals("nobody")) {
                throw NotFoundError.builder("tenant", "of nobody").build();
            }
            return "tenant-" + user;
        }
    }

    static class Service {

        @VaultRateLimit(value = "once", key = "#user")
        public void byName(String user, int amount) {}

        @VaultRateLimit(value = "once", key = "#a0")
        public void byPosition(String user) {}

        @VaultRateLimit(
                value = "once",
                key = "#root.method.name + #root.target.name() + #root.args[0] + @tenants.of(#user) + #p0")
        public void byEverything(String user) {}

        public String name() {
            return "service";
        }

        @VaultRateLimit("configured")
        public void byConfiguration(String user) {}

        @VaultRateLimit(value = "configured", key = "'all'")
        public void notByConfiguration(String user) {}

        @VaultRateLimit("once")
        public void byNobody() {}

        @VaultRateLimit(value = "once", key = "#value")
        public void byObject(Object value) {}

        @VaultRateLimit(value = "once", key = "#user.substring(99)")
        public void byBrokenKey(String user) {
            throw new AssertionError("The limit is passed by");
        }

        @VaultRateLimit(value = "once", key = "@tenants.of(#user)")
        public void byMissingTenant(String user) {}

        @VaultRateLimit(value = "ten", permits = "#text.length()")
        public void weighted(String text) {}

        @VaultRateLimit(value = "ten", permits = "5")
        public void five() {}

        @VaultRateLimit(value = "ten", permits = "#permits")
        public void byObjectPermits(Object permits) {}
    }
}
