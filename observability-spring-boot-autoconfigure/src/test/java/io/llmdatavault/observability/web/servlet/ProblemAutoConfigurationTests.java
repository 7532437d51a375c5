package io.llmdatavault.observability.web.servlet;

import java.net.http.HttpResponse;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdatavault.observability.configuration.ObservabilityAutoConfiguration;
import io.llmdatavault.observability.error.ConflictError;
import io.llmdatavault.observability.error.ErrorKind;
import io.llmdatavault.observability.error.NotFoundError;
import io.llmdatavault.observability.error.VaultError;
import io.llmdatavault.observability.error.report.ErrorReportAutoConfiguration;
import io.llmdatavault.observability.error.report.ErrorReporter;
import io.llmdatavault.observability.error.translate.ErrorTranslator;
import io.llmdatavault.observability.error.translate.ErrorTranslatorAutoConfiguration;
import io.llmdatavault.observability.error.translate.ErrorTranslators;
import io.llmdatavault.observability.web.ProblemAutoConfiguration;
import io.llmdatavault.observability.web.ProblemCustomizer;
import io.llmdatavault.observability.web.ProblemResponder;
import io.llmdatavault.observability.web.RequestIdAutoConfiguration;
import io.llmdatavault.observability.web.RequestIds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Answers;
import org.mockito.Mockito;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.DispatcherServlet;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ProblemAutoConfigurationTests {

    private static final String RULE =
            "vault.observability.problem.exceptions[" + Throws.class.getName() + "$OwnException].";

    private final WebApplicationContextRunner runner =
            WebServer.runner().withBean(Endpoints.class).withBean(Throws.class);

    @Test
    void isThereByDefault() {
        runner.run(context -> assertThat(context)
                .hasSingleBean(ProblemResolverConfigurer.class)
                .hasSingleBean(ProblemResponder.class)
                .hasSingleBean(RequestIds.class)
                .hasBean("vaultRequestIdFilter"));
    }

    @Test
    void isRemovedByMainSwitch() {
        runner.withPropertyValues("vault.observability.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(ProblemResolverConfigurer.class)
                        .doesNotHaveBean(ProblemResponder.class)
                        .doesNotHaveBean(RequestIds.class)
                        .doesNotHaveBean("vaultRequestIdFilter"));
    }

    @Test
    void backsOffWithoutReporter() {
        runner.withPropertyValues("vault.observability.errors.enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(ProblemResolverConfigurer.class)
                        .doesNotHaveBean(ProblemResponder.class));
    }

    @Test
    void backsOffWithoutTranslators() {
        runner.withPropertyValues("vault.observability.errors.enabled=false")
                .withBean(ErrorReporter.class, () -> Mockito.mock(ErrorReporter.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ProblemResponder.class));
    }

    @Test
    void backsOffWithoutSpringWeb() {
        with(new WebApplicationContextRunner())
                .withClassLoader(new FilteredClassLoader(ErrorResponse.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ProblemResponder.class));
    }

    @Test
    void backsOffWithoutSpringMvc() {
        with(new WebApplicationContextRunner())
                .withClassLoader(new FilteredClassLoader(DispatcherServlet.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ProblemResolverConfigurer.class));
    }

    @Test
    void backsOffOutsideWebApplication() {
        with(new ApplicationContextRunner())
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(ProblemResponder.class)
                        .doesNotHaveBean(RequestIds.class)
                        .doesNotHaveBean("vaultRequestIdFilter"));
    }

    private static <R extends AbstractApplicationContextRunner<R, ?, ?>> R with(R runner) {
        return runner.withConfiguration(AutoConfigurations.of(
                ObservabilityAutoConfiguration.class,
                ErrorTranslatorAutoConfiguration.class,
                ErrorReportAutoConfiguration.class,
                ProblemAutoConfiguration.class,
                RequestIdAutoConfiguration.class,
                ServletProblemAutoConfiguration.class,
                ServletRequestIdAutoConfiguration.class));
    }

    @Test
    void appliesCustomizersInOrder() {
        WebServer.run(runner.withUserConfiguration(Customizers.class), server -> {
            JsonNode body = WebServer.json(server.get("/limited"));
            assertThat(body.get("customized").asText()).isEqualTo("12");
        });
    }

    @Test
    void asksTranslatorOfApplicationBeforeOurs() {
        ErrorTranslator translator = throwable -> throwable instanceof Endpoints.TeapotException
                ? Optional.<VaultError>of(ConflictError.builder("pot", "tea").build())
                : Optional.empty();
        WebServer.run(runner.withBean(ErrorTranslator.class, () -> translator), server -> {
            HttpResponse<String> response = server.get("/annotated");
            assertThat(response.statusCode()).isEqualTo(418);
            assertThat(WebServer.json(response).get("code").asText()).isEqualTo("CONFLICT");
            assertThat(WebServer.json(response).get("resourceType").asText()).isEqualTo("pot");
        });
    }

    @Test
    void answersAlsoWhenReporterOfApplicationThrows() {
        ErrorReporter broken = Mockito.mock(ErrorReporter.class, invocation -> {
            if (invocation.getMethod().getName().equals("report")) {
                throw new IllegalStateException("x");
            }
            return Answers.RETURNS_DEFAULTS.answer(invocation);
        });
        WebServer.run(
                runner.withBean(ErrorReporter.class, () -> broken),
                server -> assertThat(server.get("/limited").statusCode()).isEqualTo(429));
    }

    @Test
    void followsRuleForExceptionAndItsSubclasses() {
        WebServer.run(
                runner.withPropertyValues(
                        RULE + "kind=not-found",
                        RULE + "status=410",
                        RULE + "code=OWN_GONE",
                        RULE + "title=Own",
                        RULE + "detail=It is gone."),
                server -> {
                    HttpResponse<String> response = server.get("/sub");
                    JsonNode body = WebServer.json(response);
                    assertThat(response.statusCode()).isEqualTo(410);
                    assertThat(body.get("type").asText()).isEqualTo("urn:vault:problem:not-found");
                    assertThat(body.get("code").asText()).isEqualTo("OWN_GONE");
                    assertThat(body.get("title").asText()).isEqualTo("Own");
                    assertThat(body.get("detail").asText()).isEqualTo("It is gone.");
                    assertThat(body.has("resourceId")).isFalse();
                });
    }

    @Test
    void countsForeignExceptionAsItsConfiguredKind() {
        WebServer.run(runner.withPropertyValues(RULE + "kind=rate-limit"), server -> {
            HttpResponse<String> response = server.get("/sub");
            JsonNode body = WebServer.json(response);
            assertThat(response.statusCode()).isEqualTo(429);
            assertThat(body.get("code").asText()).isEqualTo("RATE_LIMIT");
            assertThat(body.get("detail").asText()).isEqualTo("Rate limit exceeded");
            assertThat(body.has("limit")).isFalse();
            ErrorTranslators translators = server.context().getBean(ErrorTranslators.class);
            assertThat(translators.translate(new Throws.SubException()).kind()).isEqualTo(ErrorKind.RATE_LIMIT);
        });
    }

    @Test
    void showsOwnErrorAsConfiguredKind() {
        WebServer.run(
                runner.withPropertyValues("vault.observability.problem.exceptions[" + Throws.class.getName()
                        + ".OwnError].kind=conflict"),
                server -> {
                    HttpResponse<String> response = server.get("/own-error");
                    assertThat(response.statusCode()).isEqualTo(409);
                    assertThat(WebServer.json(response).get("type").asText()).isEqualTo("urn:vault:problem:conflict");
                    assertThat(WebServer.json(response).get("detail").asText()).isEqualTo("Conflict");
                    assertThat(WebServer.json(response).has("resourceId")).isFalse();
                });
    }

    @Test
    void warnsOfRuleForClassThatIsNotThere(CapturedOutput output) {
        runner.withPropertyValues("vault.observability.problem.exceptions[com.acme.FooException].status=404")
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output.getAll()).contains("exceptions.\"[com.acme.FooException]\" has no effect");
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {

        @Bean
        @Order(2)
        ProblemCustomizer second() {
            return (body, headers, error) ->
                    body.setProperty("customized", body.getProperties().get("customized") + "2");
        }

        @Bean
        @Order(1)
        ProblemCustomizer first() {
            return (body, headers, error) -> body.setProperty("customized", "1");
        }
    }

    @RestController
    static class Throws {

        @GetMapping("/sub")
        String sub() {
            throw new SubException();
        }

        @GetMapping("/own-error")
        String ownError() {
            throw new OwnError();
        }

        static class OwnException extends RuntimeException {

            private static final long serialVersionUID = 1L;
        }

        static class SubException extends OwnException {

            private static final long serialVersionUID = 1L;
        }

        static class OwnError extends NotFoundError {

            private static final long serialVersionUID = 1L;

            OwnError() {
                super(NotFoundError.builder("dataset", "d-1"));
            }
        }
    }
}
