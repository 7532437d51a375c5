package io.llmdatavault.observability.web.reactive;

import java.net.http.HttpResponse;

import io.llmdatavault.observability.web.SuiteServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.reactor.ReactorAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class RequestIdWebFilterTests {

    private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private final ReactiveWebApplicationContextRunner runner = ReactiveServer.runner()
            .withUserConfiguration(ReactiveEndpoints.class)
            .withConfiguration(AutoConfigurations.of(ReactorAutoConfiguration.class))
            .withPropertyValues("spring.reactor.context-propagation=auto");

    @Test
    void carriesIdToOtherThreads() {
        ReactiveServer.run(runner, server -> {
            HttpResponse<String> response = server.get("/other-thread", "X-Request-Id", "Az09._-");
            assertThat(SuiteServer.problem(response).get("resourceId").asText()).isEqualTo("Az09._-");
            assertThat(response.headers().allValues("X-Request-Id")).containsExactly("Az09._-");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a;b", "<script>", "a/b"})
    void replacesUnacceptableId(String id) {
        ReactiveServer.run(
                runner,
                server -> assertThat(server.get("/limited", "X-Request-Id", id)
                                .headers()
                                .firstValue("X-Request-Id")
                                .orElse(""))
                        .matches(UUID));
    }

    @Test
    void usesConfiguredHeader() {
        ReactiveServer.run(
                runner.withPropertyValues("vault.observability.request-id.header=X-Correlation-Id"), server -> {
                    HttpResponse<String> response = server.get("/limited", "X-Correlation-Id", "c-1");
                    assertThat(response.headers().firstValue("X-Correlation-Id"))
                            .hasValue("c-1");
                    assertThat(response.headers().firstValue("X-Request-Id")).isEmpty();
                });
    }

    @Test
    void isSwitchedOff() {
        ReactiveServer.run(runner.withPropertyValues("vault.observability.request-id.enabled=false"), server -> {
            HttpResponse<String> response = server.get("/limited", "X-Request-Id", "r-1");
            assertThat(response.headers().firstValue("X-Request-Id")).isEmpty();
            assertThat(SuiteServer.json(response.body()).has("requestId")).isFalse();
        });
    }
}
