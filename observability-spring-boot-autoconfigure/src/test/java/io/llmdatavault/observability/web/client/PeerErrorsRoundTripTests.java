package io.llmdatavault.observability.web.client;

import io.llmdatavault.observability.error.ConflictError;
import io.llmdatavault.observability.error.ErrorKind;
import io.llmdatavault.observability.error.NotFoundError;
import io.llmdatavault.observability.error.QuotaExceededError;
import io.llmdatavault.observability.error.RateLimitError;
import io.llmdatavault.observability.error.StorageError;
import io.llmdatavault.observability.error.ValidationError;
import io.llmdatavault.observability.error.ValidationViolation;
import io.llmdatavault.observability.error.VaultError;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/** What one service with this starter throws, another one's clients throw. */
class PeerErrorsRoundTripTests {

    @ParameterizedTest
    @EnumSource
    void eachKindComesBack(Client client) {
        PeerServer.run(PeerServer.runner().withBean(Kinds.class).withPropertyValues(PeerServer.DECODE), server -> {
            for (ErrorKind kind : ErrorKind.values()) {
                VaultError thrown = Kinds.error(kind);
                Throwable failure = client.failure(server.context(), server.url("/kinds/" + kind));
                assertThat(failure).as(kind.name()).isInstanceOf(thrown.getClass());
                VaultError decoded = (VaultError) failure;
                assertThat(decoded.kind()).isEqualTo(kind);
                assertThat(decoded.code()).isEqualTo(thrown.code());
                assertThat(decoded.retryable()).as(kind.name()).isEqualTo(thrown.retryable());
                assertThat(decoded.retryAfter()).as(kind.name()).isEqualTo(thrown.retryAfter());
                assertThat(decoded.detail()).isPresent();
                assertThat(decoded.getCause()).isInstanceOf(client.springException());
                assertThat(decoded.context().metadata())
                        .containsEntry("peer", "localhost")
                        .containsKeys("peerStatus", "peerRequestId");
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void attributesComeBack(Client client) {
        PeerServer.run(PeerServer.runner().withBean(Kinds.class).withPropertyValues(PeerServer.DECODE), server -> {
            NotFoundError notFound = (NotFoundError) decoded(client, server, ErrorKind.NOT_FOUND);
            assertThat(notFound.resourceType()).isEqualTo("dataset");
            assertThat(notFound.resourceId()).isEqualTo("gone");
            assertThat(notFound.getMessage())
                    .isEqualTo("localhost answered GET with 404 NOT_FOUND: The dataset \"gone\" does not exist.");

            ConflictError conflict = (ConflictError) decoded(client, server, ErrorKind.CONFLICT);
            assertThat(conflict.code()).isEqualTo("DATASET_LOCKED");
            assertThat(conflict.detail()).contains("The dataset is locked.");
            assertThat(conflict.resourceId()).isEqualTo("new");

            RateLimitError rateLimit = (RateLimitError) decoded(client, server, ErrorKind.RATE_LIMIT);
            assertThat(rateLimit.limitType().name()).isEqualTo("REQUESTS_PER_HOUR");
            assertThat(rateLimit.limit()).isEqualTo(100);
            assertThat(rateLimit.resetAt()).contains(Kinds.RESET_AT);

            QuotaExceededError quota = (QuotaExceededError) decoded(client, server, ErrorKind.QUOTA_EXCEEDED);
            assertThat(quota.quotaType().name()).isEqualTo("STORAGE");
            assertThat(quota.limit()).isEqualTo(1000);

            StorageError storage = (StorageError) decoded(client, server, ErrorKind.STORAGE);
            assertThat(storage.storageErrorKind().name()).isEqualTo("WRITE_FAILURE");

            ValidationError validation = (ValidationError) decoded(client, server, ErrorKind.VALIDATION);
            assertThat(validation).hasMessage("The order is not valid.");
            assertThat(validation.violations())
                    .containsExactly(
                            new ValidationViolation("lines[0].city", "peer", null, "At least two characters."));
        });
    }

    /** What the documentation promises: of a thing the same, of a refusal nothing that blames the next caller. */
    @ParameterizedTest
    @EnumSource
    void thrownOnItIsAnsweredTheSameUnlessItBlamesThisService(Client client) {
        PeerServer.run(
                PeerServer.runner().withBean(Kinds.class).withBean(Relay.class).withPropertyValues(PeerServer.DECODE),
                server -> {
                    for (ErrorKind kind : ErrorKind.values()) {
                        String path = "/kinds/" + kind;
                        String direct = status(client, server, path);
                        String relayed = status(client, server, "/relay/" + client + "?url=" + server.url(path));
                        assertThat(relayed)
                                .as(kind.name())
                                .isEqualTo(
                                        switch (kind) {
                                            case AUTHENTICATION, AUTHORIZATION, VALIDATION, QUOTA_EXCEEDED ->
                                                "502 EXTERNAL_SERVICE Optional[Another service that this one needs failed.] Optional.empty";
                                            case RATE_LIMIT ->
                                                "503 EXTERNAL_SERVICE Optional[Another service that this one needs failed.] Optional[PT30S]";
                                            default -> direct;
                                        });
                    }
                });
    }

    private static String status(Client client, PeerServer server, String path) {
        VaultError error = (VaultError) client.failure(server.context(), server.url(path));
        return error.context().metadata().get("peerStatus") + " " + error.code() + " " + error.detail() + " "
                + error.retryAfter();
    }

    private static VaultError decoded(Client client, PeerServer server, ErrorKind kind) {
        return (VaultError) client.failure(server.context(), server.url("/kinds/" + kind));
    }

    @RestController
    record Relay(BeanFactory beans) {

        @GetMapping("/relay/{client}")
        String relay(@PathVariable Client client, @RequestParam String url) {
            return client.get(beans, url);
        }
    }
}
