package io.llmdatavault.observability.web.servlet;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;

import static org.assertj.core.api.Assertions.assertThat;

/** Problems as XML, where the application can write it and the caller asks for it by its name. */
class ProblemXmlTests {

    private final WebApplicationContextRunner runner = WebServer.runner().withBean(Endpoints.class);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/problem+xml|application/problem+xml",
                "application/problem+xml, application/json;q=0.5|application/problem+xml",
                "application/problem+xml;q=0.5, application/json|application/problem+json",
                "application/problem+xml;q=0.5, */*|application/problem+json",
                "application/xml|application/problem+json",
                "*/*|application/problem+json",
                "nonsense|application/problem+json"
            })
    void isWrittenForWhoPrefersIt(String accept, String contentType) {
        WebServer.run(runner.withBean(XmlProblems.class), server -> {
            HttpResponse<String> response = server.get("/datasets/gone", "Accept", accept);
            assertThat(response.headers().firstValue("Content-Type")).hasValue(contentType);
            assertThat(response.body().startsWith("<problem>")).isEqualTo(contentType.endsWith("xml"));
        });
    }

    @Test
    void moreTypesThanCanBeSortedAreJson() {
        WebServer.run(
                runner.withBean(XmlProblems.class),
                server -> assertThat(
                                server.get("/datasets/gone", "Accept", "a/b, ".repeat(80) + "application/problem+xml")
                                        .headers()
                                        .firstValue("Content-Type"))
                        .hasValue("application/problem+json"));
    }

    @Test
    void isJsonWhereTheApplicationWritesNoXml() {
        WebServer.run(
                runner,
                server -> assertThat(server.get("/datasets/gone", "Accept", "application/problem+xml")
                                .headers()
                                .firstValue("Content-Type"))
                        .hasValue("application/problem+json"));
    }

    static final class XmlProblems extends AbstractHttpMessageConverter<ProblemDetail> {

        XmlProblems() {
            super(MediaType.APPLICATION_PROBLEM_XML);
        }

        @Override
        protected boolean supports(Class<?> type) {
            return ProblemDetail.class.isAssignableFrom(type);
        }

        @Override
        protected ProblemDetail readInternal(Class<? extends ProblemDetail> type, HttpInputMessage message) {
            throw new HttpMessageNotReadableException("It only writes", message);
        }

        @Override
        protected void writeInternal(ProblemDetail body, HttpOutputMessage message) throws IOException {
            message.getBody().write(("<problem>" + body.getStatus() + "</problem>").getBytes(StandardCharsets.UTF_8));
        }
    }
}
