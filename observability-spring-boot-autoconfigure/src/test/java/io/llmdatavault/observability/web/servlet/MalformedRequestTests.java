package io.llmdatavault.observability.web.servlet;

import java.io.IOException;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the servers themselves refuse. Where they ask no application, they tell nothing about one either. */
class MalformedRequestTests {

    static Stream<Arguments> requests() {
        String end = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        String longHeader = "GET /json HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(20_000);
        return Stream.of(Container.values())
                .flatMap(container -> Stream.of(
                                "GET /a\0b" + end,
                                "GET /%zz" + end,
                                "GET /a/../../b" + end,
                                "GET /json HTTP/9.9\r\n\r\n",
                                "nonsense\r\n\r\n",
                                longHeader + "\r\nConnection: close\r\n\r\n",
                                "POST /orders HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\nConnection: close\r\n\r\n",
                                "TRACE /json" + end)
                        .map(request -> Arguments.of(container, request)));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void tellNothingOfTheApplication(Container container, String request) throws IOException {
        String answer = ContainerAsyncTests.raw(container, request);
        if (answer.contains("application/problem+json")) {
            assertThat(answer).contains("\"status\":" + answer.substring(9, 12));
        }
        assertThat(answer).doesNotContain("Exception", "\tat ", "springframework", "llmdatavault");
    }

    static Stream<Arguments> malformedInputs() {
        String chunks = "\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n";
        return Stream.of(Container.values())
                .flatMap(container -> Stream.of(
                                "GET /reads HTTP/1.1" + chunks
                                        + "Content-Type: text/plain\r\n\r\nZZZ\r\nabc\r\n0\r\n\r\n",
                                "GET /parses HTTP/1.1" + chunks
                                        + "Content-Type: application/json\r\n\r\nZZZ\r\nabc\r\n0\r\n\r\n",
                                "GET /params?a=%ZZ&b=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                        .map(request -> Arguments.of(container, request)));
    }

    /**
     * Found by the server only when a handler reads it. Tomcat 10 drops a parameter that it cannot decode, Undertow refuses
     * it before it asks anybody. A broken body is a lost connection to Jetty, which leaves it open, and to Undertow, which
     * does not.
     */
    @ParameterizedTest
    @MethodSource("malformedInputs")
    void inputThatCannotBeReadIsNoFailureOfTheService(Container container, String request) throws IOException {
        String answer = ContainerAsyncTests.raw(container, request);
        if (container == Container.TOMCAT && request.contains("/params")) {
            assertThat(answer).startsWith("HTTP/1.1 200").endsWith("b=1");
        } else if (container == Container.UNDERTOW && !request.contains("/params")) {
            assertThat(answer).isEmpty();
        } else {
            assertThat(answer).startsWith("HTTP/1.1 400");
        }
        if (container == Container.TOMCAT && !request.contains("/params")) {
            assertThat(answer).contains("application/problem+json", "\"status\":400");
        }
    }

    @ParameterizedTest
    @EnumSource
    void methodThatNobodyKnowsIsAnswered(Container container) throws IOException {
        String answer =
                ContainerAsyncTests.raw(container, "BREW /json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer).contains("application/problem+json", "\"status\":" + answer.substring(9, 12));
    }
}
