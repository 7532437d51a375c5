package io.llmdatavault.observability.web.reactive;

import java.util.Map;

import io.llmdatavault.observability.web.SuiteServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.error.ErrorAttributeOptions;
import org.springframework.boot.web.reactive.error.DefaultErrorAttributes;
import org.springframework.boot.web.reactive.error.ErrorAttributes;
import org.springframework.boot.web.reactive.error.ErrorWebExceptionHandler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/** Who says himself what an error looks like keeps that, and is told so. */
@ExtendWith(OutputCaptureExtension.class)
class OwnErrorAttributesTests {

    private static final String TOLD = "in place of problem details";

    private final ReactiveWebApplicationContextRunner runner =
            ReactiveServer.runner().withUserConfiguration(ReactiveEndpoints.class);

    private final ReactiveWebApplicationContextRunner own = runner.withUserConfiguration(OwnAttributes.class);

    @ParameterizedTest
    @ValueSource(strings = {"/foreign", "/limited", "/nowhere"})
    void winWhereBootsHandlerWouldAnswer(String path) {
        ReactiveServer.run(own, server -> assertThat(server.get(path).body()).contains("\"own\":true"));
    }

    @Test
    void winAlsoWhereBeansAreLazy(CapturedOutput output) {
        ReactiveServer.run(
                own.withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor())),
                server -> assertThat(server.get("/foreign").body()).contains("\"own\":true"));
        assertThat(output).containsOnlyOnce("The bean attributesOfMine answers failures " + TOLD);
    }

    @Test
    void leaveRefusalsOfSpringSecurityToProblems() {
        ReactiveServer.run(own.withUserConfiguration(SuiteConfigurations.Tokens.class), server -> {
            assertThat(SuiteServer.isProblem(server.get("/secured/hello"))).isTrue();
            assertThat(server.get("/foreign").body()).contains("\"own\":true");
        });
    }

    @Test
    void loseAgainstWhoAsksForProblems(CapturedOutput output) {
        ReactiveServer.run(
                own.withPropertyValues("vault.observability.problem.enabled=true"),
                server -> assertThat(SuiteServer.isProblem(server.get("/foreign")))
                        .isTrue());
        assertThat(output).doesNotContain(TOLD);
    }

    @Test
    void handlerOfTheApplicationIsToldAndKeepsEverything(CapturedOutput output) {
        ReactiveServer.run(
                runner.withUserConfiguration(OwnHandler.class, SuiteConfigurations.Tokens.class)
                        .withPropertyValues("vault.observability.problem.enabled=true"),
                server -> {
                    assertThat(SuiteServer.isProblem(server.get("/secured/hello")))
                            .isFalse();
                    assertThat(server.get("/foreign").statusCode()).isEqualTo(409);
                });
        assertThat(output).containsOnlyOnce("The bean handlerOfMine answers all failures " + TOLD);
    }

    @Test
    void nothingIsSaidOfBootsOwn(CapturedOutput output) {
        ReactiveServer.run(
                runner,
                server -> assertThat(SuiteServer.isProblem(server.get("/foreign")))
                        .isTrue());
        assertThat(output).doesNotContain(TOLD);
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnAttributes {

        @Bean
        ErrorAttributes attributesOfMine() {
            return new DefaultErrorAttributes() {
                @Override
                public Map<String, Object> getErrorAttributes(ServerRequest request, ErrorAttributeOptions options) {
                    return Map.of("own", true, "status", 500);
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnHandler {

        @Bean
        @Order(-1)
        ErrorWebExceptionHandler handlerOfMine() {
            return (exchange, failure) -> {
                exchange.getResponse().setRawStatusCode(409);
                return Mono.empty();
            };
        }
    }
}
