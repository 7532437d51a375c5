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

    @ParameterizedTest
    @EnumSource
    void methodThatNobodyKnowsIsAnswered(Container container) throws IOException {
        String answer =
                ContainerAsyncTests.raw(container, "BREW /json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer).contains("application/problem+json", "\"status\":" + answer.substring(9, 12));
    }
}
