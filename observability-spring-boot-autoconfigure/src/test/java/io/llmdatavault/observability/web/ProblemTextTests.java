package io.llmdatavault.observability.web;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.llmdatavault.observability.error.ErrorContext;
import io.llmdatavault.observability.error.ErrorKind;
import io.llmdatavault.observability.error.InternalServerError;
import io.llmdatavault.observability.error.NotFoundError;
import io.llmdatavault.observability.error.VaultError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ProblemTextTests {

    private static final VaultError ERROR =
            NotFoundError.builder("dataset", "d-1").build();

    @Test
    void speaksLanguageOfCallerWhereApplicationDoes() {
        StaticMessageSource messages = new StaticMessageSource();
        messages.addMessage("vault.problem.not-found.title", Locale.GERMAN, "Nicht gefunden");
        messages.addMessage("vault.problem.not-found.detail", Locale.GERMAN, "{0} {1} gibt es nicht.");
        ProblemMapper mapper = ProblemFixture.mapper(Map.of(), messages);
        Problem german = mapper.map(Failure.of(ERROR), request(Locale.GERMAN));
        assertThat(german.body().getTitle()).isEqualTo("Nicht gefunden");
        assertThat(german.body().getDetail()).isEqualTo("dataset d-1 gibt es nicht.");
        Problem french = mapper.map(Failure.of(ERROR), request(Locale.FRENCH));
        assertThat(french.body().getTitle()).isEqualTo("Not found");
        assertThat(french.body().getDetail()).isEqualTo("The dataset \"d-1\" does not exist.");
    }

    @Test
    void hasSentenceForAnyStatus() {
        StaticMessageSource messages = new StaticMessageSource();
        messages.addMessage("vault.problem.http.418.detail", Locale.GERMAN, "Nur Tee.");
        ProblemTexts texts = new ProblemTexts(messages);
        for (int i = 0; i < 2; i++) {
            assertThat(texts.httpDetail(418, Locale.GERMAN)).isEqualTo("Nur Tee.");
            assertThat(texts.httpDetail(418, Locale.FRENCH)).isEqualTo(texts.httpDetail(499, Locale.FRENCH));
            assertThat(texts.httpDetail(404, Locale.GERMAN)).isEqualTo("Nothing is found here.");
            assertThat(texts.httpDetail(599, Locale.GERMAN)).isEqualTo("HTTP 599");
            assertThat(texts.httpDetail(999, Locale.GERMAN)).isEqualTo("HTTP 999");
        }
    }

    @Test
    void ignoresMessageSourceThatAnswersWithTheCode() {
        StaticMessageSource messages = new StaticMessageSource();
        messages.setUseCodeAsDefaultMessage(true);
        Problem problem = ProblemFixture.mapper(Map.of(), messages).map(Failure.of(ERROR), ProblemFixture.REQUEST);
        assertThat(problem.body().getTitle()).isEqualTo("Not found");
    }

    @Test
    void survivesMessageSourceThatThrows(CapturedOutput output) {
        StaticMessageSource broken = new StaticMessageSource() {
            @Override
            protected MessageFormat resolveCode(String code, Locale locale) {
                throw new IllegalStateException("s3cret");
            }

            @Override
            protected String resolveCodeWithoutArguments(String code, Locale locale) {
                throw new IllegalStateException("s3cret");
            }
        };
        ProblemMapper mapper = ProblemFixture.mapper(Map.of(), broken);
        for (int i = 0; i < 3; i++) {
            assertThat(mapper.map(Failure.of(ERROR), ProblemFixture.REQUEST)
                            .body()
                            .getDetail())
                    .isEqualTo("The dataset \"d-1\" does not exist.");
        }
        assertThat(output.getAll()).containsOnlyOnce("The message source throws");
    }

    @Test
    void appliesCustomizersInOrderAndSkipsOneThatThrows(CapturedOutput output) {
        AtomicInteger calls = new AtomicInteger();
        ProblemMapper mapper = ProblemFixture.mapper(
                Map.of(),
                (body, headers, error) -> {
                    calls.incrementAndGet();
                    throw new IllegalStateException("x");
                },
                (body, headers, error) -> body.setProperty("order", "first\u0007"),
                (body, headers, error) -> {
                    body.setProperty("order", body.getProperties().get("order") + "second");
                    body.setStatus(410);
                    headers.set("X-Mine", "1");
                    headers.set("X-Split", "a\r\nb");
                    headers.setContentType(MediaType.TEXT_HTML);
                });
        for (int i = 0; i < 2; i++) {
            Problem problem = mapper.map(Failure.of(ERROR), ProblemFixture.REQUEST);
            assertThat(problem.body().getProperties()).containsEntry("order", "first second");
            assertThat(problem.body().getStatus()).isEqualTo(410);
            assertThat(problem.headers().getFirst("X-Mine")).isEqualTo("1");
            assertThat(problem.headers().getFirst("X-Split")).isNull();
            assertThat(problem.headers().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        }
        assertThat(calls).hasValue(2);
        assertThat(output.getAll()).containsOnlyOnce("throws and is skipped");
    }

    @Test
    void letsCustomizersNameHeadersInAnyCase() {
        HttpHeaders given = new HttpHeaders();
        given.set("x-wait", "7");
        given.set("X-Gone", "1");
        ProblemMapper mapper = ProblemFixture.mapper(Map.of(), (body, headers, error) -> {
            headers.set("X-WAIT", headers.getFirst("X-Wait") + "0");
            headers.remove("x-gone");
        });
        HttpHeaders headers = mapper.map(
                        new Failure(ERROR, null, null, given, false, List.of()), ProblemFixture.REQUEST)
                .headers();
        assertThat(headers.get("x-Wait")).containsExactly("70");
        assertThat(headers.getFirst("X-Gone")).isNull();
        assertThat(headers.getFirst("content-type")).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        assertThat(headers.toSingleValueMap()).hasSize(2);
    }

    @Test
    void putsBackStatusThatIsNoError() {
        ProblemMapper mapper = ProblemFixture.mapper(Map.of(), (body, headers, error) -> body.setStatus(200));
        assertThat(mapper.map(Failure.of(ERROR), ProblemFixture.REQUEST).body().getStatus())
                .isEqualTo(404);
    }

    @Test
    void staysValidWhenErrorItselfIsBroken(CapturedOutput output) {
        Problem problem = ProblemFixture.map(new BrokenError());
        assertThat(problem.body().getStatus()).isEqualTo(500);
        assertThat(problem.body().getType()).hasToString("urn:vault:problem:internal");
        assertThat(problem.body().getProperties()).containsEntry("code", "INTERNAL");
        assertThat(problem.headers().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(problem.toString()).doesNotContain("s3cret");
        assertThat(output.getAll()).contains("its problem is bare");
    }

    @ParameterizedTest
    @CsvSource({
        "a, #/a",
        "a.b, #/a/b",
        "a[0].b, #/a/0/b",
        "a[x.y].b, #/a/x.y/b",
        "'m[''k'']', #/m/k",
        "a/b, #/a~1b",
        "a~b, #/a~0b",
        "'', #",
        "ä b, #/%C3%A4%20b",
        "'a[', #/a%5B",
        "'a\nb', #/a%20b",
    })
    void pointsAtProperty(String path, String pointer) {
        assertThat(InputPath.pointer(path)).isEqualTo(pointer);
    }

    @ParameterizedTest
    @CsvSource({
        "must be greater than 0, {jakarta.validation.constraints.Positive.message}, 0, false",
        "must be less than 1000, {jakarta.validation.constraints.DecimalMax.message}, 1000, true",
        "s3 is wrong, {my.key}, s3, true",
        "s3x is wrong, {my.key}, s3, false",
        "secrets are wrong, {my.key}, secret, true",
        "use a or b, use a or b, a, false",
        "x is wrong, ${validatedValue} is wrong, y, true",
        "s3 is wrong, , s3, true",
    })
    void seesWhetherTextShowsValue(String text, String template, String value, boolean shows) {
        assertThat(InputText.mayShow(text, template, value)).isEqualTo(shows);
        assertThat(InputText.mayShow(text, template, new String[] {value})).isEqualTo(shows);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4xx", "404", "40x", "5xx", "599"})
    void knowsStatuses(String pattern) {
        assertThat(StatusPattern.parse(pattern)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4", "44", "4x4", "3xx", "xxx", "4XX", "4000", "a04"})
    void refusesOtherStatuses(String pattern) {
        assertThat(StatusPattern.parse(pattern)).isEmpty();
    }

    @Test
    void matchesStatuses() {
        StatusPattern fortyX = StatusPattern.parse("40x").orElseThrow();
        assertThat(fortyX.matches(409)).isTrue();
        assertThat(fortyX.matches(410)).isFalse();
    }

    private static ProblemRequest request(Locale locale) {
        return new ProblemRequest("/x", locale, ErrorContext.of("GET /x"));
    }

    private static final class BrokenError extends InternalServerError {

        private static final long serialVersionUID = 1L;

        BrokenError() {
            super(InternalServerError.builder("s3cret"));
        }

        @Override
        public ErrorKind kind() {
            throw new IllegalStateException("s3cret");
        }
    }
}
