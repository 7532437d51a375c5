package io.llmdatavault.observability.web.servlet;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** An upload that no server can take apart is the caller's fault, whatever the server throws for it. */
@ExtendWith(OutputCaptureExtension.class)
class BrokenUploadTests {

    private static final String PART = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n";

    static Stream<Arguments> broken() {
        return Stream.of(Container.values())
                .flatMap(container -> Stream.of(
                        arguments(container, "boundary=b", PART + "\r\nxx"),
                        arguments(container, "boundary=b", PART),
                        arguments(container, "", PART + "\r\nxx\r\n--b--\r\n")));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void isTheCallersFault(Container container, String parameter, String body, CapturedOutput output)
            throws IOException {
        WebServer server = container.server();
        int logged = output.getAll().length();
        double counted = container.counted();
        String answer = post(server.port(), "multipart/form-data; " + parameter, body);
        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "\"code\":\"BAD_REQUEST\"", "\"status\":400");
        assertThat(container.counted() - counted).isEqualTo(1);
        assertThat(output.getAll().substring(logged)).doesNotContain("ERROR");
    }

    /** On a connection of its own: servers close the one on which such a request came. */
    private static String post(int port, String contentType, String body) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(10_000);
            String request = "POST /upload HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: "
                    + contentType + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
