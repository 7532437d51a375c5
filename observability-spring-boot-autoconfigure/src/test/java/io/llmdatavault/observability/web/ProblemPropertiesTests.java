package io.llmdatavault.observability.web;

import java.util.Map;

import io.llmdatavault.observability.error.ConfigurationError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

class ProblemPropertiesTests {

    private static final String PREFIX = "vault.observability.";

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(Configured.class);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "problem.type-base-uri | not a uri# | problem.type-base-uri | a URI to which",
                "problem.type-base-uri | https://example.com/problems | problem.type-base-uri | ends in /, # or :",
                "problem.type-base-uri | urn:acme:7 | problem.type-base-uri | ends in /, # or :",
                "problem.exceptions[java.lang.String].status | 418"
                        + " | problem.exceptions.\"[java.lang.String]\" | the class of an exception",
                "problem.exceptions[java.io.Serializable].status | 418"
                        + " | problem.exceptions.\"[java.io.Serializable]\" | the class of an exception",
                "problem.validation-status | 401 | problem.validation-status | 400 or 422",
                "problem.statuses.notfound | 200 | problem.statuses.notfound | 400 to 599",
                "problem.statuses.nothing | 404 | problem.statuses.nothing | one of storage, authentication,",
                "problem.exceptions.Foo.status | 404 | problem.exceptions.\"[Foo]\" | full class name",
                "problem.exceptions[com..Foo].status | 404 | problem.exceptions.\"[com..Foo]\" | full class name",
                "problem.exceptions[a.Foo].status | 99 | problem.exceptions.\"[a.Foo]\".status | 400 to 599",
                "problem.exceptions[a.Foo].code | no-code | problem.exceptions.\"[a.Foo]\".code | upper snake case",
                "problem.log-levels.3xx | info | problem.log-levels.3xx | 404, 40x or 4xx",
                "problem.stack-trace-statuses | 5xx,x | problem.stack-trace-statuses | 404, 40x or 4xx",
                "problem.metadata-allow-list | code | problem.metadata-allow-list | none of type,",
                "problem.metadata-allow-list | a-b | problem.metadata-allow-list | letters, digits",
                "problem.realm | ä | problem.realm | printable ASCII",
                "problem.paths | /{a | problem.paths | /api/**",
                "problem.exclude-paths | /**/{a}/** | problem.exclude-paths | /api/**",
                "request-id.header | X Request | request-id.header | X-Request-Id",
            })
    void explainsWrongValue(String key, String value, String namedKey, String expected) {
        runner.withPropertyValues(PREFIX + key + "=" + value)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .asInstanceOf(throwable(ConfigurationError.class))
                        .satisfies(error -> {
                            assertThat(error.configKey()).isEqualTo(PREFIX + namedKey);
                            assertThat(error.expectedType().orElse("")).contains(expected);
                        }));
    }

    @Test
    void refusesKindThatIsThereTwice() {
        runner.withPropertyValues(PREFIX + "problem.statuses.not-found=404", PREFIX + "problem.statuses.NOT_FOUND=410")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(ConfigurationError.class)
                        .hasMessageContaining("twice"));
    }

    @ParameterizedTest
    @CsvSource({
        "problem.exceptions.com.acme.FooException.status, 404",
        "problem.statusses.internal, 500",
        "request-id.headers, X",
    })
    void refusesUnknownKey(String key, String value) {
        runner.withPropertyValues(PREFIX + key + "=" + value)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(UnboundConfigurationPropertiesException.class));
    }

    @Test
    void acceptsAllKeys() {
        runner.withPropertyValues(
                        PREFIX + "problem.type-base-uri=https://example.com/problems/",
                        PREFIX + "problem.validation-status=422",
                        PREFIX + "problem.statuses.rate-limit=503",
                        PREFIX + "problem.exceptions[com.acme.Outer$FooException].kind=not-found",
                        PREFIX + "problem.exceptions[com.acme.Outer$FooException].status=410",
                        PREFIX + "problem.exceptions[com.acme.Outer$FooException].code=FOO_GONE",
                        PREFIX + "problem.exceptions[com.acme.Outer$FooException].title=Foo",
                        PREFIX + "problem.exceptions[com.acme.Outer$FooException].detail=Gone.",
                        PREFIX + "problem.log-levels[404]=false",
                        PREFIX + "problem.log-levels.4xx=debug",
                        PREFIX + "problem.stack-trace-statuses=500,503",
                        PREFIX + "problem.metadata-allow-list=region,tenant_id",
                        PREFIX + "problem.realm=vault",
                        PREFIX + "problem.paths=/api/**",
                        PREFIX + "problem.exclude-paths=/api/internal/**",
                        PREFIX + "request-id.header=X-Correlation-Id")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void hasDefaults() {
        ProblemProperties properties = ProblemFixture.properties(Map.of());
        assertThat(properties.enabled()).isTrue();
        assertThat(properties.typeBaseUri()).isEqualTo("urn:vault:problem:");
        assertThat(properties.validationStatus()).isEqualTo(400);
        assertThat(properties.stackTraceStatuses()).containsExactly("5xx");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({ProblemProperties.class, RequestIdProperties.class})
    static class Configured {

        @Bean
        ExceptionRules rules(ProblemProperties properties) {
            return new ExceptionRules(properties.exceptions(), getClass().getClassLoader());
        }
    }
}
