package io.llmdatavault.observability.web.openapi;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmdatavault.observability.configuration.ObservabilityAutoConfiguration;
import io.llmdatavault.observability.error.NotFoundError;
import io.llmdatavault.observability.error.report.ErrorReportAutoConfiguration;
import io.llmdatavault.observability.error.translate.ErrorTranslatorAutoConfiguration;
import io.llmdatavault.observability.web.ProblemAutoConfiguration;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

class OpenApiProblemTests {

    private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ObservabilityAutoConfiguration.class,
                    ErrorTranslatorAutoConfiguration.class,
                    ErrorReportAutoConfiguration.class,
                    ProblemAutoConfiguration.class,
                    OpenApiProblemAutoConfiguration.class));

    /** What springdoc publishes describes what the service answers. */
    @Test
    void publishedSchemaHasTheMembersOfARealAnswer() throws Exception {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .run("--server.port=0", "--spring.main.banner-mode=off")) {
            String server = "http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port");
            JsonNode document = get(server + "/v3/api-docs");
            JsonNode schema = document.at("/components/schemas/Problem");
            JsonNode problem = get(server + "/records/7");
            assertThat(problem.path("code").asText()).isEqualTo("NOT_FOUND");
            assertThat(names(schema.path("properties"))).containsAll(names(problem));
            schema.path("required")
                    .forEach(name -> assertThat(problem.has(name.asText()))
                            .as(name.asText())
                            .isTrue());
            assertThat(names(document.at("/paths/~1records~1{id}/get/responses")))
                    .containsExactlyInAnyOrder("200", "default");
            assertThat(document.at("/paths/~1records~1{id}/get/responses/default/$ref")
                            .asText())
                    .isEqualTo("#/components/responses/Problem");
            assertThat(document.at("/components/responses/Problem/content/application~1problem+json/schema/$ref")
                            .asText())
                    .isEqualTo("#/components/schemas/Problem");
        }
    }

    @Test
    void leavesWhatTheApplicationSays() {
        OpenAPI document = new OpenAPI();
        Operation operation = new Operation()
                .responses(new ApiResponses().addApiResponse("default", new ApiResponse().description("Mine.")));
        document.setPaths(
                new Paths().addPathItem("/x", new PathItem().get(operation).post(new Operation())));
        document.schema("Problem", new StringSchema());
        new ProblemOpenApiCustomizer().customise(document);
        assertThat(operation.getResponses().get("default").getDescription()).isEqualTo("Mine.");
        assertThat(document.getPaths().get("/x").getPost().getResponses()).containsOnlyKeys("default");
        assertThat(document.getComponents().getSchemas().get("Problem")).isInstanceOf(StringSchema.class);
    }

    @Test
    void emptyDocumentGetsTheSchema() {
        OpenAPI document = new OpenAPI();
        new ProblemOpenApiCustomizer().customise(document);
        assertThat(document.getComponents().getSchemas()).containsOnlyKeys("Problem");
        Map<?, ?> properties =
                document.getComponents().getSchemas().get("Problem").getProperties();
        assertThat(properties.keySet().stream().map(String::valueOf)).contains("errors");
    }

    @Test
    void customizerOfTheUserStandsBesideIt() {
        runner.withBean("mine", GlobalOpenApiCustomizer.class, () -> document -> {})
                .run(context -> assertThat(context).hasBean("mine").hasSingleBean(ProblemOpenApiCustomizer.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vault.observability.enabled=false", "vault.observability.problem.enabled=false"})
    void backsOffWhenDisabled(String key) {
        runner.withPropertyValues(key)
                .run(context -> assertThat(context).doesNotHaveBean(ProblemOpenApiCustomizer.class));
    }

    @ParameterizedTest
    @ValueSource(classes = {GlobalOpenApiCustomizer.class, OpenAPI.class})
    void backsOffWithout(Class<?> type) {
        runner.withClassLoader(new FilteredClassLoader(type))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("vaultProblemOpenApiCustomizer"));
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode get(String uri) throws IOException, InterruptedException {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString());
        return new ObjectMapper().readTree(response.body());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {SecurityAutoConfiguration.class, ManagementWebSecurityAutoConfiguration.class})
    @Import(Records.class)
    static class Application {}

    @RestController
    static class Records {

        @GetMapping("/records/{id}")
        Map<String, String> read(@PathVariable String id) {
            throw NotFoundError.builder("record", id).build();
        }
    }
}
