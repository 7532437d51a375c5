package io.llmdatavault.observability.web.servlet;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import jakarta.servlet.Filter;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdatavault.observability.error.AuthProvider;
import io.llmdatavault.observability.error.AuthenticationError;
import io.llmdatavault.observability.error.DatabaseError;
import io.llmdatavault.observability.error.DbOperation;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever is thrown wherever, with whatever in message, header and path: the answer is a problem and tells nothing. */
class HostileRequestTests {

    private static final String SECRET = "Planted-4711";

    private static final String SQL = "select * from planted_table";

    private static final AtomicReference<Throwable> NEXT = new AtomicReference<>(new IllegalStateException());

    /** The names are spelt as RFC 9457 wants them, and no header of the message's making is there. */
    private static final Set<String> HEADERS = Set.of(
            "content-type", "content-length", "x-request-id", "date", "connection", "www-authenticate", "retry-after");

    @Property(tries = 5)
    void answersProblemThatTellsNothing(@ForAll("batches") List<Call> calls) {
        WebServer.run(
                WebServer.runner()
                        .withUserConfiguration(Application.class)
                        .withPropertyValues("logging.level.root=off"),
                server -> calls.forEach(call -> check(server, call)));
    }

    private static void check(WebServer server, Call call) {
        NEXT.set(call.thrown);
        HttpRequest.Builder request = server.request("/" + call.place + "/x" + call.path)
                .header("X-Request-Id", call.value)
                .header("Accept-Language", call.value)
                .header("Accept", call.value);
        HttpResponse<String> response = server.send(request);
        assertThat(response.statusCode()).isBetween(400, 599);
        assertThat(response.headers().allValues("Content-Type")).containsExactly("application/problem+json");
        JsonNode body = WebServer.json(response);
        assertThat(body.get("status").asInt()).isEqualTo(response.statusCode());
        assertThat(body.get("type").asText()).startsWith("urn:vault:problem:");
        assertThat(body.fieldNames()).toIterable().allMatch(name -> name.matches("[A-Za-z][A-Za-z0-9_]{2,}"));
        assertThat(response.body())
                .doesNotContain(SECRET, SQL, "Exception", "java.", "springframework", "/etc/")
                .matches("\\P{Cntrl}*");
        assertThat(body.findValuesAsText("detail")).allMatch(text -> text.matches("\\P{Cntrl}*"));
        response.headers().map().forEach((name, values) -> {
            assertThat(HEADERS).contains(name.toLowerCase(Locale.ROOT));
            assertThat(values).allMatch(text -> !text.contains(SECRET) && text.matches("\\P{Cntrl}*"));
        });
    }

    @Provide
    Arbitrary<List<Call>> batches() {
        Arbitrary<String> paths =
                Arbitraries.strings().withChars("aZ09-._~$&+,=:@").ofMaxLength(20);
        Arbitrary<String> values = Arbitraries.strings().withCharRange('!', '~').ofMaxLength(40);
        return Combinators.combine(throwables(), Arbitraries.of("controller", "filter", "outer"), paths, values)
                .as((thrown, place, path, value) -> new Call(thrown, place, path, "x" + value))
                .list()
                .ofSize(100);
    }

    private static Arbitrary<Throwable> throwables() {
        Arbitrary<String> messages = Arbitraries.strings()
                .ofMaxLength(30)
                .map(text -> text + SECRET + "\r\nX-Injected: 1 /etc/passwd " + SQL);
        Arbitrary<Function<String, Throwable>> makers = Arbitraries.of(
                IllegalStateException::new,
                IllegalArgumentException::new,
                NullPointerException::new,
                NoClassDefFoundError::new,
                message -> new SQLException(message, "23505"),
                message -> new RuntimeException(new SQLException(message, "08006")),
                message -> new ResponseStatusException(HttpStatus.CONFLICT, message),
                message -> DatabaseError.builder(DbOperation.INSERT)
                        .message(message)
                        .table(message)
                        .constraintViolation(message)
                        .build(),
                message -> AuthenticationError.builder(message, AuthProvider.JWT)
                        .userIdentifier(message)
                        .build());
        return messages.flatMap(message -> makers.map(maker -> maker.apply(message)));
    }

    /** One request and what is thrown at it. */
    record Call(Throwable thrown, String place, String path, String value) {}

    @Configuration(proxyBeanMethods = false)
    static class Application {

        @Bean
        FilterRegistrationBean<Filter> inner() {
            return throwing("/filter/*", 0);
        }

        @Bean
        FilterRegistrationBean<Filter> outer() {
            return throwing("/outer/*", Integer.MIN_VALUE);
        }

        @Bean
        Thrower thrower() {
            return new Thrower();
        }

        private static FilterRegistrationBean<Filter> throwing(String path, int order) {
            FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
                HostileRequestTests.<RuntimeException>sneak(NEXT.get());
            });
            registration.addUrlPatterns(path);
            registration.setOrder(order);
            return registration;
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @RestController
    static class Thrower {

        @RequestMapping("/controller/{*path}")
        String fail() throws Throwable {
            throw NEXT.get();
        }
    }
}
