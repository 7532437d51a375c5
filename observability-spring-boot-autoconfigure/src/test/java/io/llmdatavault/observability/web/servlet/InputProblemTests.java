package io.llmdatavault.observability.web.servlet;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Payload;
import jakarta.validation.Valid;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdatavault.observability.error.ValidationError;
import io.llmdatavault.observability.error.ValidationViolation;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.BindException;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

class InputProblemTests {

    private final WebApplicationContextRunner runner =
            WebServer.runner().withBean(Endpoints.class).withBean(Thrower.class);

    @Test
    void pointsAtEachWrongFieldOfBody() {
        WebServer.run(runner, server -> {
            HttpResponse<String> response = server.post("/orders", """
                    {"id": " ", "lines": [{"sku": "abc", "count": 1}, {"sku": "S3CR", "count": 4711}],
                     "named": {"a/b~c d": {"sku": "Q9", "count": 1}}}""");
            JsonNode body = WebServer.json(response);
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(body.get("code").asText()).isEqualTo("VALIDATION");
            assertThat(body.get("detail").asText()).isEqualTo("At least one input is not valid.");
            assertThat(errors(body))
                    .containsExactly(
                            "pointer #/id: must not be blank",
                            "pointer #/lines/1/count: The value is not allowed.",
                            "pointer #/lines/1/sku: must match \"[a-z]{3,40}\"",
                            "pointer #/named/a~1b~0c%20d/sku: must match \"[a-z]{3,40}\"");
            assertThat(response.body())
                    .doesNotContain("4711")
                    .doesNotContain("S3CR")
                    .doesNotContain("Q9");
        });
    }

    @Test
    void showsNothingOfAnObjectThatARuleRejectsAsAWhole() {
        WebServer.run(runner.withBean(Cards.class), server -> {
            JsonNode body = WebServer.json(server.post("/cards", "{\"number\": \"4111111111111111\"}"));
            assertThat(body.toString()).doesNotContain("4111111111111111");
            assertThat(errors(body)).containsExactly("pointer #: The value is not allowed.");
        });
    }

    @Test
    void pointsIntoListThatIsTheBody() {
        WebServer.run(runner, server -> {
            JsonNode body = WebServer.json(server.post("/orders/list", "[{\"id\": \"a\"}, {\"id\": \"\"}]"));
            assertThat(errors(body)).containsExactly("pointer #/1/id: must not be blank");
        });
    }

    @Test
    void namesParametersOfForm() {
        WebServer.run(runner, server -> {
            HttpResponse<String> mistyped = server.get("/search?text=abc&size=t0ken");
            assertThat(errors(WebServer.json(mistyped))).containsExactly("parameter size: It has the wrong type.");
            assertThat(mistyped.body()).doesNotContain("t0ken");
            HttpResponse<String> broken = server.get("/search?text=s3cret&size=1");
            assertThat(errors(WebServer.json(broken))).containsExactly("parameter text: size must be between 0 and 3");
            assertThat(broken.body()).doesNotContain("s3cret");
        });
    }

    @Test
    void namesArgumentsOfMethod() {
        WebServer.run(runner, server -> {
            JsonNode body = WebServer.json(server.get("/page?size=101", "X-Tenant", "far-too-long"));
            assertThat(errors(body))
                    .containsExactly(
                            "header X-Tenant: size must be between 0 and 5",
                            "parameter size: must be less than or equal to 100");
        });
    }

    @Test
    void namesMissingAndMistypedParameter() {
        WebServer.run(runner, server -> {
            assertThat(errors(WebServer.json(server.get("/page", "X-Tenant", "a"))))
                    .containsExactly("parameter size: It is missing.");
            assertThat(errors(WebServer.json(server.get("/page?size=1"))))
                    .containsExactly("header X-Tenant: It is missing.");
            HttpResponse<String> mistyped = server.get("/page?size=t0ken", "X-Tenant", "a");
            assertThat(errors(WebServer.json(mistyped))).containsExactly("parameter size: It has the wrong type.");
            assertThat(WebServer.json(mistyped).get("code").asText()).isEqualTo("BAD_REQUEST");
            assertThat(mistyped.body()).doesNotContain("t0ken").doesNotContain("java.lang");
        });
    }

    @Test
    void tellsNothingAboutUnreadableBody() {
        WebServer.run(runner, server -> {
            HttpResponse<String> response = server.post("/orders", "{\"id\": s3cret");
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(WebServer.json(response).get("code").asText()).isEqualTo("BAD_REQUEST");
            assertThat(WebServer.json(response).get("detail").asText())
                    .isEqualTo("The request is malformed or incomplete.");
            assertThat(response.body()).doesNotContain("s3cret").doesNotContain("Endpoints");
        });
    }

    @Test
    void answersBrokenRulesWithConfiguredStatusAndMalformedRequestsWith400() {
        WebServer.run(runner.withPropertyValues("vault.observability.problem.validation-status=422"), server -> {
            assertThat(server.post("/orders", "{}").statusCode()).isEqualTo(422);
            assertThat(server.get("/page?size=101", "X-Tenant", "a").statusCode())
                    .isEqualTo(422);
            assertThat(server.get("/constraint").statusCode()).isEqualTo(422);
            assertThat(server.get("/thrown").statusCode()).isEqualTo(422);
            assertThat(server.post("/orders", "{").statusCode()).isEqualTo(400);
            assertThat(server.get("/page?size=x", "X-Tenant", "a").statusCode()).isEqualTo(400);
        });
    }

    @Test
    void translatesConstraintViolationsOfBeanAndMethod() {
        WebServer.run(runner, server -> {
            assertThat(errors(WebServer.json(server.get("/constraint"))))
                    .containsExactly("pointer #/names/0: must not be blank");
            assertThat(errors(WebServer.json(server.get("/method?q=toolong"))))
                    .containsExactly("parameter q: size must be between 0 and 3");
        });
    }

    @Test
    void rendersOwnValidationError() {
        WebServer.run(runner, server -> {
            HttpResponse<String> response = server.get("/thrown");
            JsonNode body = WebServer.json(response);
            assertThat(body.get("detail").asText()).isEqualTo("The order is wrong");
            assertThat(errors(body))
                    .containsExactly("pointer #/lines/0/sku: an article number", "pointer #/name: a name");
            assertThat(response.body()).doesNotContain("s3cret");
        });
    }

    @Test
    void namesFieldsOfPlainBindException() {
        WebServer.run(
                runner,
                server -> assertThat(errors(WebServer.json(server.get("/bind"))))
                        .containsExactly("parameter text: The value is not allowed."));
    }

    @Test
    void takesTextsFromMessagesOfApplication() {
        StaticMessageSource messages = new StaticMessageSource();
        messages.addMessage("NotBlank.order.id", Locale.GERMAN, "Bitte ausfüllen");
        messages.addMessage("vault.problem.validation.failed", Locale.GERMAN, "Eingaben sind falsch");
        WebServer.run(runner.withBean("messageSource", StaticMessageSource.class, () -> messages), server -> {
            HttpResponse<String> response = server.send(server.request("/orders")
                    .header("Accept-Language", "de")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{}")));
            assertThat(errors(WebServer.json(response))).containsExactly("pointer #/id: Bitte ausfüllen");
            assertThat(WebServer.json(response).get("detail").asText()).isEqualTo("Eingaben sind falsch");
        });
    }

    private static List<String> errors(JsonNode body) {
        List<String> errors = new ArrayList<>();
        for (JsonNode error : body.get("errors")) {
            assertThat(error.size()).isEqualTo(2);
            error.fieldNames().forEachRemaining(name -> {
                if (!name.equals("detail")) {
                    errors.add(name + " " + error.get(name).asText() + ": "
                            + error.get("detail").asText());
                }
            });
        }
        return errors;
    }

    @RestController
    @Validated
    static class Thrower {

        private final Validator validator =
                Validation.buildDefaultValidatorFactory().getValidator();

        @GetMapping("/constraint")
        String constraint() {
            throw new ConstraintViolationException(Set.copyOf(validator.validate(new Bean(List.of(" ")))));
        }

        @GetMapping("/method")
        public String method(@RequestParam("q") @Size(max = 3) String query) {
            return "ok";
        }

        @GetMapping("/thrown")
        String thrown() {
            throw ValidationError.builder("The order is wrong")
                    .violations(List.of(
                            new ValidationViolation("name", "NotBlank", "s3cret", "a name"),
                            new ValidationViolation("lines[0].sku", "Pattern", "s3cret", "an article number")))
                    .invalidValue("s3cret")
                    .build();
        }

        @GetMapping("/bind")
        String bind() throws BindException {
            BindException exception =
                    new BindException(new BeanPropertyBindingResult(new Endpoints.Search("s3cret", 1), "search"));
            exception.rejectValue("text", "code", "s3cret is wrong");
            throw exception;
        }
    }

    record Bean(List<@NotBlank String> names) {}

    @RestController
    static class Cards {

        @PostMapping("/cards")
        String card(@Valid @RequestBody Card card) {
            return "ok";
        }
    }

    @AcceptedCard
    record Card(String number) {}

    /** Its text is behind a key, and shows a property of what it rejects. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @Constraint(validatedBy = NoCard.class)
    @interface AcceptedCard {

        String message() default "{card.blocked}";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    static class NoCard implements ConstraintValidator<AcceptedCard, Card> {

        @Override
        public boolean isValid(Card value, ConstraintValidatorContext context) {
            return false;
        }
    }
}
