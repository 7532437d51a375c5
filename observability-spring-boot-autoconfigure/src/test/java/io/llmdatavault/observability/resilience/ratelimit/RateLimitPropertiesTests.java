package io.llmdatavault.observability.resilience.ratelimit;

import java.util.List;
import java.util.concurrent.Callable;

import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.error.ErrorChain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** What cannot work ends start-up and says where it is written, what is wrong and what to write. */
class RateLimitPropertiesTests {

    private static final String KEY = "vault.observability.rate-limit.";

    private static final String WRONG = "io.llmdatavault.observability.resilience.ratelimit.WrongBeans$";

    private static final String[] CALLS = {KEY + "limits.calls.type=requests-per-hour", KEY + "limits.calls.limit=5"};

    private static final String[] SLOTS = {KEY + "limits.slots.type=concurrent-requests", KEY + "limits.slots.limit=5"};

    private final ApplicationContextRunner contextRunner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(RateLimitAutoConfiguration.class));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-keys=0 | max-keys | must be 1 or more, but is 0 | a number from 1",
                "limits.calls.limit=0 | limits.calls.limit | must be 1 to 1000000000000, but is 0"
                        + " | a number from 1 to 1000000000000",
                "limits.calls.limit=1000000000001 | limits.calls.limit | must be 1 to 1000000000000, but is 1000000000001"
                        + " | a number from 1 to 1000000000000",
                "limits.new.limit=1 | limits.new.type | is missing"
                        + " | one of requests-per-second, requests-per-minute, requests-per-hour, bytes-per-second,"
                        + " concurrent-requests",
                "limits.calls.overrides.gold=0 | limits.calls.overrides.gold"
                        + " | must be 1 to 1000000000000, but is 0 | a number from 1 to 1000000000000",
                "store-timeout=0ms | store-timeout | must be 1ms to 1m, but is 0s | a time from 1ms to 1m, as in 50ms",
                "store-timeout=P200000D | store-timeout | must be 1ms to 1m, but is 200000d"
                        + " | a time from 1ms to 1m, as in 50ms",
                "limits.new.type=requests-per-hour | limits.new.limit | is missing | a number from 1 to 1000000000000",
                "limits.calls.key=cookie:x | limits.calls.key | \"cookie:x\" is no form of a key"
                        + " | one of principal, ip, header:<name>, spel:<expression>, none",
                "limits.calls.key=Principal | limits.calls.key | \"Principal\" is no form of a key"
                        + " | one of principal, ip, header:<name>, spel:<expression>, none",
                "limits.calls.key=ip:v4 | limits.calls.key | \"ip:v4\" is no form of a key"
                        + " | one of principal, ip, header:<name>, spel:<expression>, none",
                "limits.calls.key=header: | limits.calls.key | \"\" is no name of a header"
                        + " | a header, as in header:X-Api-Key",
                "limits.calls.key=header:X Api | limits.calls.key | \"X Api\" is no name of a header"
                        + " | a header, as in header:X-Api-Key",
                "limits.calls.key=spel: | limits.calls.key | the expression is empty | an expression, as in spel:#tenant"
            })
    void refusesWrongValues(String property, String key, String message, String expected) {
        contextRunner
                .withPropertyValues(CALLS)
                .withPropertyValues(SLOTS)
                .withPropertyValues(KEY + property)
                .run(context -> {
                    ConfigurationError error = ErrorChain.find(context.getStartupFailure(), ConfigurationError.class);
                    assertThat(error).hasMessage(message);
                    assertThat(error.configKey()).isEqualTo(KEY + key);
                    assertThat(error.expectedType()).contains(expected);
                });
    }

    @ParameterizedTest
    @CsvSource({"overrides.gold=9, overrides", "exempt=gold, exempt"})
    void refusesKeysByNameWhereAPathHasNone(String property, String name) {
        contextRunner
                .withPropertyValues(CALLS)
                .withPropertyValues(KEY + "limits.calls." + property)
                .run(context -> assertThat(context).hasNotFailed());
        contextRunner
                .withPropertyValues(CALLS)
                .withPropertyValues(KEY + "limits.calls." + property, KEY + "limits.calls.paths=/a/**")
                .run(context -> {
                    ConfigurationError error = ErrorChain.find(context.getStartupFailure(), ConfigurationError.class);
                    assertThat(error).hasMessage("names values of the key, and the limit of these paths has none");
                    assertThat(error.configKey()).isEqualTo(KEY + "limits.calls." + name);
                    assertThat(error.detail().orElseThrow()).contains("limits.calls.key");
                });
    }

    @Test
    void refusesOverlongKeys() {
        String key = "x".repeat(257);
        for (String property : List.of("limits.calls.exempt=" + key, "limits.calls.overrides[" + key + "]=5")) {
            contextRunner
                    .withPropertyValues(CALLS)
                    .withPropertyValues(KEY + property)
                    .run(context -> assertThat(ErrorChain.find(context.getStartupFailure(), ConfigurationError.class))
                            .hasMessage("has a key of 257 characters"));
        }
    }

    @Test
    void refusesConcurrencyForAllInstances() {
        contextRunner
                .withPropertyValues(CALLS)
                .withPropertyValues(KEY + "store=redis", KEY + "limits.calls.type=concurrent-requests")
                .run(context -> {
                    ConfigurationError error = ErrorChain.find(context.getStartupFailure(), ConfigurationError.class);
                    assertThat(error.configKey()).isEqualTo(KEY + "limits.calls.type");
                    assertThat(error.detail().orElseThrow()).contains("limits.calls.store=local");
                });
        contextRunner
                .withPropertyValues(
                        KEY + "store=redis",
                        KEY + "limits.calls.type=concurrent-requests",
                        KEY + "limits.calls.limit=1",
                        KEY + "limits.calls.store=local")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void refusesBytesThatNobodySays() {
        contextRunner
                .withClassLoader(new FilteredClassLoader(RequestContextHolder.class, WebFilter.class))
                .withPropertyValues(KEY + "limits.bytes.type=bytes-per-second", KEY + "limits.bytes.limit=1000")
                .withBean(Uploads.class)
                .run(context -> assertThat(ErrorChain.find(context.getStartupFailure(), ConfigurationError.class))
                        .hasMessageContaining("the rate limit \"bytes\" counts bytes, and there is no request"));
    }

    static class Uploads {

        @VaultRateLimit("bytes")
        void upload() {}
    }

    @Test
    void refusesHeadersWithoutAResponse() {
        contextRunner
                .withClassLoader(new FilteredClassLoader(RequestContextHolder.class, WebFilter.class))
                .withPropertyValues(CALLS)
                .withPropertyValues(KEY + "limits.calls.headers=true")
                .run(context -> {
                    ConfigurationError error = ErrorChain.find(context.getStartupFailure(), ConfigurationError.class);
                    assertThat(error).hasMessageContaining("there is no response");
                    assertThat(error.configKey()).isEqualTo(KEY + "limits.calls.headers");
                });
    }

    @ParameterizedTest
    @CsvSource({"Calls", "calls_2", "-calls", "calls--2", "calls-"})
    void refusesIds(String id) {
        contextRunner
                .withPropertyValues(
                        KEY + "limits[" + id + "].type=requests-per-hour", KEY + "limits[" + id + "].limit=5")
                .run(context -> {
                    ConfigurationError error = ErrorChain.find(context.getStartupFailure(), ConfigurationError.class);
                    assertThat(error).hasMessageContaining("only lower-case letters and digits with single hyphens");
                    assertThat(error.configKey()).isEqualTo(KEY + "limits." + id);
                    assertThat(error.detail()).contains("Rename the limit, as in " + KEY + "limits.per-caller.");
                });
    }

    @Test
    void refusesIdsThatAVariableCannotTellApart() {
        contextRunner
                .withPropertyValues(CALLS)
                .withPropertyValues(KEY + "limits.ca-lls.type=requests-per-hour", KEY + "limits.ca-lls.limit=5")
                .run(context -> assertThat(ErrorChain.find(context.getStartupFailure(), ConfigurationError.class))
                        .hasMessageContaining("in hyphens only"));
    }

    @Test
    void refusesAnExpressionAndSaysWhere() {
        contextRunner
                .withPropertyValues(CALLS)
                .withPropertyValues(KEY + "limits.calls.key=spel:#user + ) ")
                .run(context -> {
                    ConfigurationError error = ErrorChain.find(context.getStartupFailure(), ConfigurationError.class);
                    assertThat(error)
                            .hasMessageStartingWith("\"#user + )\" is no expression: ")
                            .hasMessageEndingWith(", at position 6");
                    assertThat(error.configKey()).isEqualTo(KEY + "limits.calls.key");
                    assertThat(error.detail()).contains("Correct the expression \"#user + )\" at position 6.");
                });
    }

    @ParameterizedTest
    @CsvSource({"principal", "ip", "header:X-Api-Key"})
    void refusesKeysOfAServletRequestWhereThereIsNone(String form) {
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(RateLimitAutoConfiguration.class))
                .withPropertyValues(CALLS)
                .withPropertyValues(KEY + "limits.calls.key=" + form)
                .run(context -> assertThat(context).hasNotFailed());
        contextRunner
                .withClassLoader(new FilteredClassLoader(RequestContextHolder.class, WebFilter.class))
                .withPropertyValues(CALLS)
                .withPropertyValues(KEY + "limits.calls.key=" + form)
                .run(context -> assertNoRequest(context.getStartupFailure(), form));
        new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(RateLimitAutoConfiguration.class))
                .withPropertyValues(CALLS)
                .withPropertyValues(KEY + "limits.calls.key=" + form)
                .run(context -> assertThat(context).hasNotFailed());
    }

    private static void assertNoRequest(Throwable failure, String form) {
        ConfigurationError error = ErrorChain.find(failure, ConfigurationError.class);
        assertThat(error).hasMessage("\"%s\" is read from the request, and this application has none".formatted(form));
        assertThat(error.configKey()).isEqualTo(KEY + "limits.calls.key");
        assertThat(error.expectedType())
                .hasValueSatisfying(text -> assertThat(text).startsWith("spel:<expression>"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UnknownLimit | call() | it names the rate limit \"cals\", which is not configured; there are calls"
                        + " | Set vault.observability.rate-limit.limits.cals.type and .limit, or name another limit.",
                "BrokenKey | call(String) | \"#user..name\" is no expression: | Correct the expression \"#user..name\" at",
                "BrokenPermits | call(String) | \"#user[\" is no expression: | Correct the expression \"#user[\" at",
                "UnknownVariable | call(String) | \"#usr.name\" uses #usr, which "
                        + " | Use one of [a0, p0, user]. The names of parameters need",
                "UnknownFunction | call(String) | \"#hash(#user)\" uses #hash | Use one of [a0, p0, user].",
                "PrivateMethod | call() | it has a @VaultRateLimit and is private | Remove \"private\" from the method",
                "FinalMethod | call() | it has a @VaultRateLimit and is final | Remove \"final\" from the method",
                "StaticMethod | call() | it has a @VaultRateLimit and is static | Remove \"static\" from the method",
                "FinalInLimitedType | call() | it has a @VaultRateLimit and is final | Remove \"final\" from the method",
                "SecondMethodIsWrong | second() | it names the rate limit \"cals\" | Set ",
                "TooManyPermits | call() | \"6\" asks for 6 permits of the rate limit \"calls\", which has 5"
                        + " | Ask for 1 to 5 permits, or raise vault.observability.rate-limit.limits.calls.limit.",
                "NoPermits | call() | \"0\" is no number of permits: a call takes 1 or more | Ask for a whole number of",
                "NegativePermits | call() | \"-1\" is no number of permits | Ask for a whole number of permits from 1.",
                "TextForPermits | call() | \"'abc'\" is no number of permits | Ask for a whole number of permits from 1.",
                "ArgumentThatIsNoNumber | call(String) | \"#tenant\" is a String and no number of permits | Ask for a whole",
                "NoParameters | call() | \"#tenant\" uses #tenant, which | Give the method a parameter of this name",
                "HalfAPermit | call() | \"1.5\" is no number of permits | Ask for a whole number of permits from 1.",
                "ForgottenHash | call(String) | \"user\" uses user, which is nothing that a call has"
                        + " | Write #user for the argument.",
                "UnknownName | call(String) | \"#user + tenant\" uses tenant, which is nothing | Write # before an argument",
                "UnknownCall | call() | \"tenant()\" uses tenant, which is nothing that a call has | Write # before",
                "UnknownBean | call(String) | \"@nobody.current(#user)\" uses the bean nobody | Name a bean of the",
                "UnknownType | call() | \"T(com.acme.Tenants).current()\" uses T(com.acme.Tenants), and there is no such"
                        + " | Write the full name of a class",
                "ConstantWithoutValue | call() | \"1 / 0\" has no value | Correct the expression",
                "FinalType | call() | it has a @VaultRateLimit, and " + WRONG + "FinalType is final and implements no"
                        + " interface | Make the class one that is not final",
                "LimitedRecord | call() | it has a @VaultRateLimit, and " + WRONG + "LimitedRecord is final"
                        + " | Make the class one that is not final"
            })
    void refusesWrongAnnotations(String bean, String method, String message, String remedy) throws Exception {
        Class<?> type = Class.forName(WrongBeans.class.getName() + "$" + bean);
        contextRunner.withPropertyValues(CALLS).withBean(type).run(context -> {
            ConfigurationError error = ErrorChain.find(context.getStartupFailure(), ConfigurationError.class);
            assertThat(error).hasMessageStartingWith(message.strip());
            assertThat(error.configKey()).isEqualTo(type.getName() + "." + method);
            assertThat(error.detail())
                    .hasValueSatisfying(text -> assertThat(text).startsWith(remedy));
        });
    }

    @Test
    void refusesAConfiguredVariableThatTheMethodDoesNotHave() {
        contextRunner
                .withPropertyValues(CALLS)
                .withPropertyValues(KEY + "limits.calls.key=spel:#tenant")
                .withBean(WrongBeans.Fine.class)
                .run(context -> {
                    ConfigurationError error = ErrorChain.find(context.getStartupFailure(), ConfigurationError.class);
                    assertThat(error)
                            .hasMessageStartingWith("\"#tenant\" uses #tenant, which " + WrongBeans.class.getName());
                    assertThat(error.configKey()).isEqualTo(KEY + "limits.calls.key");
                });
    }

    /** A real application, and what it prints. */
    @ExtendWith(OutputCaptureExtension.class)
    static class PrintedTests {

        @Test
        void explainsATypeThatThereIsNot(CapturedOutput output) {
            fail("--" + KEY + "limits.calls.limit=5", "--" + KEY + "limits.calls.type=requests-per-day");
            assertThat(output)
                    .contains("The key " + KEY + "limits.calls.type (value \"requests-per-day\"")
                    .contains("Set " + KEY + "limits.calls.type to one of requests-per-second, requests-per-minute,"
                            + " requests-per-hour, bytes-per-second, concurrent-requests.");
        }

        @Test
        void explainsAnUnknownKey(CapturedOutput output) {
            fail(
                    "--" + KEY + "limits.calls.limit=5",
                    "--" + KEY + "limits.calls.type=requests-per-hour",
                    "--" + KEY + "limits.calls.path=/api");
            assertThat(output).contains(KEY + "limits.calls.path");
        }

        @Test
        void explainsAnAnnotation(CapturedOutput output) {
            fail("--" + KEY + "limits.calls.limit=5", "--" + KEY + "limits.calls.type=requests-per-hour");
            assertThat(output)
                    .contains(
                            "The method " + WrongBeans.class.getName() + "$UnknownLimit.call() is refused: it names the"
                                    + " rate limit \"cals\", which is not configured; there are calls");
        }

        private static void fail(String... arguments) {
            Callable<?> start = () -> new SpringApplicationBuilder(Application.class)
                    .web(WebApplicationType.NONE)
                    .run(arguments);
            assertThatException().isThrownBy(start::call);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(RateLimitAutoConfiguration.class)
    @Import(WrongBeans.UnknownLimit.class)
    static class Application {}
}
