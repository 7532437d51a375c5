package io.llmdatavault.observability.web;

import java.util.Locale;
import java.util.Map;

import io.llmdatavault.observability.error.ErrorContext;
import io.llmdatavault.observability.error.ErrorKind;
import io.llmdatavault.observability.error.NotFoundError;
import io.llmdatavault.observability.error.ValidationError;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;

class ProblemLeakTests {

    private final ProblemMapper mapper = ProblemFixture.mapper(Map.of());

    @Property
    void neverTellsWhatIsForTheServiceOnly(@ForAll ErrorKind kind, @ForAll("secrets") String secret) {
        Throwable cause = new IllegalStateException(secret, new RuntimeException(secret));
        Problem problem = mapper.map(Failure.of(ProblemFixture.error(kind, secret, cause)), ProblemFixture.REQUEST);
        assertThat(problem.toString()).doesNotContain(secret);
    }

    @Property
    void neverTellsReasonOfSpring(@ForAll("secrets") String secret) {
        ResponseStatusException exception = new ResponseStatusException(HttpStatus.BAD_REQUEST, secret);
        Failure failure = new Failure(
                new SpringWebTranslator().translate(exception).orElseThrow(),
                null,
                400,
                exception.getHeaders(),
                false,
                InputErrors.of(exception));
        assertThat(mapper.map(failure, ProblemFixture.REQUEST).toString()).doesNotContain(secret);
    }

    @Property
    void neverSendsControlCharacters(
            @ForAll @StringLength(max = 50) String text, @ForAll @StringLength(max = 50) String path) {
        HttpHeaders headers = new HttpHeaders();
        headers.add("X-Text", text);
        Failure failure = new Failure(
                NotFoundError.builder(text, text).detail(text).build(),
                null,
                404,
                headers,
                false,
                InputErrors.of(ValidationError.builder(text).field(text).build()));
        Problem problem = mapper.map(failure, new ProblemRequest(path, Locale.ENGLISH, ErrorContext.of("x")));
        assertThat(problem.toString().chars()).noneMatch(Character::isISOControl);
        assertThat(problem.body().getInstance().toString()).startsWith("/").doesNotStartWith("//");
    }

    @Provide
    Arbitrary<String> secrets() {
        return Arbitraries.strings().withCharRange('!', '~').ofLength(12).map(text -> "§" + text);
    }
}
