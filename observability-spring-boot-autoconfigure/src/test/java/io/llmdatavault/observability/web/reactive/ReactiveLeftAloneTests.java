package io.llmdatavault.observability.web.reactive;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import io.llmdatavault.observability.web.SuiteServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.reactive.ReactiveManagementContextAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.context.ServerPortInfoApplicationContextInitializer;
import org.springframework.boot.web.reactive.error.ErrorWebExceptionHandler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;

import static io.llmdatavault.observability.web.SuiteServer.isProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class ReactiveLeftAloneTests {

    private static final String REPORTER = "error.report.ErrorReporter";

    private final LoggingSystem loggingSystem = LoggingSystem.get(ReactiveLeftAloneTests.class.getClassLoader());

    private final ReactiveWebApplicationContextRunner runner =
            ReactiveServer.runner().withUserConfiguration(ReactiveEndpoints.class);

    @Test
    void leavesEverythingToTheErrorHandlerOfTheApplication() {
        ReactiveServer.run(runner.withUserConfiguration(OwnErrorHandler.class), server -> {
            assertThat(server.get("/foreign").body()).isEqualTo("own");
            assertThat(server.get("/nowhere").body()).isEqualTo("own");
        });
    }

    @Test
    void exceptionHandlerOfTheApplicationComesFirst() {
        ReactiveServer.run(runner.withUserConfiguration(OwnExceptionHandler.class), server -> {
            assertThat(server.get("/foreign").body()).isEqualTo("own");
            assertThat(isProblem(server.get("/limited"))).isTrue();
        });
    }

    @Test
    void problemDetailsOfSpringWin() {
        ReactiveServer.run(runner.withPropertyValues("spring.webflux.problemdetails.enabled=true"), server -> {
            HttpResponse<String> wrongMethod = server.post("/foreign", "text/plain", "");
            assertThat(wrongMethod.statusCode()).isEqualTo(405);
            assertThat(SuiteServer.json(wrongMethod.body()).has("code")).isFalse();
            assertThat(SuiteServer.json(server.get("/limited").body()).has("code"))
                    .isTrue();
        });
    }

    @Test
    void answersProblemsOnlyBelowPaths() {
        ReactiveServer.run(
                runner.withPropertyValues(
                        "vault.observability.problem.paths=datasets/**,/limited",
                        "vault.observability.problem.exclude-paths=/datasets/internal",
                        "spring.webflux.base-path=/app"),
                server -> {
                    assertThat(isProblem(server.get("/app/datasets/gone"))).isTrue();
                    assertThat(isProblem(server.get("/app/limited"))).isTrue();
                    assertThat(isProblem(server.get("/app/datasets/internal"))).isFalse();
                    assertThat(isProblem(server.get("/app/foreign"))).isFalse();
                });
    }

    @Test
    void isSwitchedOff() {
        ReactiveServer.run(
                runner.withPropertyValues("vault.observability.problem.enabled=false"),
                server -> assertThat(isProblem(server.get("/limited"))).isFalse());
    }

    @Test
    void leavesStatusesThatAreNoErrorsToSpring() {
        ReactiveServer.run(runner.withUserConfiguration(Redirecting.class), server -> {
            HttpResponse<String> response = server.get("/moved");
            assertThat(response.statusCode()).isEqualTo(304);
            assertThat(isProblem(response)).isFalse();
        });
    }

    @Test
    void cutsConnectionWhenHalfSentAnswerFails(CapturedOutput output) {
        loggingSystem.setLogLevel(ProblemExceptionHandler.class.getName(), LogLevel.DEBUG);
        ReactiveServer.run(runner, server -> {
            assertThatThrownBy(() -> server.get("/committed")).hasRootCauseInstanceOf(IOException.class);
            await().untilAsserted(() -> assertThat(output.getAll()).contains("cannot become a problem"));
            assertThat(output.getAll()).doesNotContain(REPORTER);
        });
    }

    @Test
    void staysQuietWhenCallerGoesAway(CapturedOutput output) {
        loggingSystem.setLogLevel(ProblemExceptionHandler.class.getName(), LogLevel.DEBUG);
        ReactiveServer.run(runner.withUserConfiguration(Disconnecting.class), server -> {
            server.get("/gone");
            assertThat(output.getAll()).contains("The caller went away").doesNotContain(REPORTER, "ERROR");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/json", "text/html;q=0.5, application/json", "nonsense"})
    void answersProblemToEveryoneButBrowsers(String accept) {
        ReactiveServer.run(
                runner,
                server -> assertThat(isProblem(server.get("/foreign", "Accept", accept)))
                        .isTrue());
    }

    @Test
    void leavesSeparateManagementServerAlone() {
        ReactiveServer.run(withActuator().withPropertyValues("management.server.port=0"), server -> {
            int port = server.context().getEnvironment().getProperty("local.management.port", Integer.class, 0);
            HttpResponse<String> response =
                    new SuiteServer(port, server.context()).get("/actuator/failing", "Accept", "application/json");
            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(SuiteServer.json(response.body()).has("code")).isFalse();
        });
    }

    @Test
    void answersForActuatorOnSamePort() {
        ReactiveServer.run(
                withActuator(),
                server -> assertThat(isProblem(server.get("/actuator/failing"))).isTrue());
    }

    private ReactiveWebApplicationContextRunner withActuator() {
        return runner.withConfiguration(AutoConfigurations.of(
                        EndpointAutoConfiguration.class,
                        WebEndpointAutoConfiguration.class,
                        ManagementContextAutoConfiguration.class,
                        ReactiveManagementContextAutoConfiguration.class))
                .withInitializer(new ServerPortInfoApplicationContextInitializer())
                .withBean(Failing.class)
                .withPropertyValues("management.endpoints.web.exposure.include=*");
    }

    @AfterEach
    void withUsualLog() {
        loggingSystem.setLogLevel(ProblemExceptionHandler.class.getName(), null);
    }

    private static Mono<Void> own(ServerWebExchange exchange) {
        exchange.getResponse().setStatusCode(HttpStatus.CONFLICT);
        return exchange.getResponse()
                .writeWith(Mono.fromSupplier(
                        () -> exchange.getResponse().bufferFactory().wrap("own".getBytes(StandardCharsets.US_ASCII))));
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnErrorHandler {

        @Bean
        @Order(-1)
        OwnHandler handler() {
            return new OwnHandler();
        }
    }

    static class OwnHandler implements ErrorWebExceptionHandler {

        @Override
        public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
            return own(exchange);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnExceptionHandler {

        /** The order that applications choose to be before Boot's handler. */
        @Bean
        @Order(-2)
        WebExceptionHandler handler() {
            return (exchange, failure) ->
                    failure instanceof IllegalStateException ? own(exchange) : Mono.error(failure);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Redirecting {

        @Bean
        WebFilter filter() {
            return (exchange, chain) -> exchange.getRequest().getPath().value().equals("/moved")
                    ? Mono.error(new ResponseStatusException(HttpStatus.NOT_MODIFIED))
                    : chain.filter(exchange);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Disconnecting {

        @Bean
        WebFilter filter() {
            return (exchange, chain) -> Mono.error(AbortedException.beforeSend());
        }
    }

    @Endpoint(id = "failing")
    static class Failing {

        @ReadOperation
        public String read() {
            throw new IllegalStateException("x");
        }
    }
}
