package io.llmdatavault.observability.web.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.llmdatavault.observability.error.AuthenticationError;
import io.llmdatavault.observability.error.ExternalServiceError;
import org.junit.jupiter.api.Test;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ClientsDocTests {

    @Test
    void exampleIsTheOneThatCompiles() throws IOException {
        String page = Files.readString(Path.of("../docs/clients.md"));
        int start = page.indexOf("```java\n") + "```java\n".length();
        String example = page.substring(start, page.indexOf("```", start)).indent(4);
        assertThat(Files.readString(
                        Path.of("src/test/java/io/llmdatavault/observability/web/client/LedgerClient.java")))
                .contains(example.stripTrailing());
    }

    @Test
    void exampleHidesWhatThePeerBlamesOnUs() {
        String refused = "{\"type\":\"urn:vault:problem:authentication\",\"code\":\"AUTHENTICATION\"}";
        String missing = "{\"type\":\"urn:vault:problem:not-found\",\"code\":\"NOT_FOUND\"}";
        ClientRunners.plain().withPropertyValues(PeerServer.DECODE).run(context -> {
            RestClient.Builder builder = context.getBean(RestClient.Builder.class);
            try (RawPeer peer = RawPeer.problem(401, refused)) {
                assertThatExceptionOfType(ExternalServiceError.class)
                        .isThrownBy(() -> new LedgerClient(builder, peer.url()).entry("1"))
                        .withCauseInstanceOf(AuthenticationError.class);
            }
            try (RawPeer peer = RawPeer.problem(404, missing)) {
                assertThat(new LedgerClient(builder, peer.url()).entry("1")).isEmpty();
            }
        });
    }
}
