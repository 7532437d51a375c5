package io.llmdatavault.observability.health;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.cloud.kms.v1.KeyManagementServiceClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.vault.authentication.SimpleSessionManager;
import org.springframework.vault.authentication.TokenAuthentication;
import org.springframework.vault.client.VaultEndpoint;
import org.springframework.vault.core.VaultTemplate;
import software.amazon.awssdk.services.kms.KmsClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The clouds' own clients, while the process that stands in for their services stops, hangs, is killed or slow. */
class StandInOutageTests {

    /** Of the checks, and of the clients that have none for one call. */
    private static final Duration LIMIT = Duration.ofMillis(1500);

    private static final ExecutorService THREADS = Executors.newFixedThreadPool(Service.values().length);

    private static StandIn server;

    private static Clients clients;

    private enum Service {
        AWS_KMS("AWS KMS cannot be reached.", "AWS KMS does not answer in time.", "The key encrypts and decrypts."),
        VAULT("Vault cannot be reached.", "Vault does not answer in time.", "The key encrypts and decrypts."),
        AZURE_KEY_VAULT(
                "Azure Key Vault cannot be reached.",
                "Azure Key Vault does not answer in time.",
                "The key encrypts and decrypts."),
        GOOGLE_KMS(
                "Google Cloud KMS cannot be reached.",
                "Google Cloud KMS does not answer in time.",
                "The key encrypts and decrypts."),
        GOOGLE_STORAGE(
                "The storage cannot be reached.", "The storage does not answer in time.", "The storage can be used.");

        private final String gone;

        private final String silent;

        private final String well;

        Service(String gone, String silent, String well) {
            this.gone = gone;
            this.silent = silent;
            this.well = well;
        }
    }

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        server = new StandIn(folder);
        clients = new Clients(server.port());
    }

    @BeforeEach
    void startAgain() throws IOException {
        server.start();
        awaitWell(clients);
    }

    @AfterAll
    static void stop() {
        THREADS.shutdownNow();
        clients.close();
        server.close();
    }

    @Test
    void stoppedAndKilledCannotBeReachedUntilTheyAreBack() throws IOException {
        server.stop();
        awaitGone();
        server.start();
        awaitWell(clients);
        server.kill();
        awaitGone();
    }

    @Test
    void frozenDoNotAnswerUntilTheyGoOn() throws Exception {
        server.freeze();
        try {
            assertAll(clients, HealthState.UNHEALTHY, service -> service.silent);
        } finally {
            server.thaw();
        }
        awaitWell(clients);
    }

    @Test
    void slowAreWellWithinTheLimitOnly() throws Exception {
        try (FaultyRelay relay = new FaultyRelay(server.port());
                Clients behind = new Clients(relay.port())) {
            awaitWell(behind);
            relay.delay(LIMIT.dividedBy(30));
            awaitWell(behind);
            relay.delay(LIMIT.multipliedBy(3));
            assertAll(behind, HealthState.UNHEALTHY, service -> service.silent);
        }
    }

    /** A client that has lost its connections, or loads its classes, may take a second look. */
    private static void awaitWell(Clients asked) {
        await().untilAsserted(() -> assertAll(asked, HealthState.HEALTHY, service -> service.well));
    }

    /** Where five clients load classes at once, the first look at one may take longer than it may. */
    private static void awaitGone() {
        await().untilAsserted(() -> assertAll(clients, HealthState.UNHEALTHY, service -> service.gone));
    }

    private static void assertAll(Clients asked, HealthState state, Function<Service, String> message)
            throws Exception {
        Map<Service, Future<ComponentHealth>> answers = new EnumMap<>(Service.class);
        asked.probes.forEach((service, probe) -> answers.put(service, THREADS.submit(probe::probe)));
        for (Map.Entry<Service, Future<ComponentHealth>> answer : answers.entrySet()) {
            ComponentHealth health = answer.getValue().get();
            assertThat(health.message())
                    .as(() -> String.valueOf(health.cause().orElse(null)))
                    .isEqualTo(message.apply(answer.getKey()));
            assertThat(health.state()).isEqualTo(state);
        }
    }

    /** Those of an application, with a time limit where the check cannot set one. */
    private static final class Clients implements AutoCloseable {

        private final Map<Service, KmsProbe> probes = new EnumMap<>(Service.class);

        private final KmsClient aws;

        private final KeyManagementServiceClient google;

        private Clients(int port) {
            String url = "http://127.0.0.1:" + port;
            aws = AwsKmsProbeTests.client(url);
            google = GoogleKmsProbeTests.client(url, NoCredentialsProvider.create());
            probes.put(Service.AWS_KMS, new AwsKmsProbe(aws, "planted-key", LIMIT));
            probes.put(Service.VAULT, new VaultTransitKmsProbe(vault(url), "transit", "planted-key"));
            probes.put(
                    Service.AZURE_KEY_VAULT, new AzureKmsProbe(AzureKmsProbeTests.client(url, LIMIT), "planted-key"));
            probes.put(Service.GOOGLE_KMS, new GoogleKmsProbe(google, KmsServer.GOOGLE_KEY, LIMIT));
            probes.put(
                    Service.GOOGLE_STORAGE,
                    new GcsStorageProbe(GcsStorageProbeTests.client(port, LIMIT), "planted", LIMIT, false)::probe);
        }

        private static VaultTemplate vault(String url) {
            SimpleClientHttpRequestFactory requests = new SimpleClientHttpRequestFactory();
            requests.setReadTimeout((int) LIMIT.toMillis());
            return new VaultTemplate(
                    VaultEndpoint.from(URI.create(url)),
                    requests,
                    new SimpleSessionManager(new TokenAuthentication("planted-token")));
        }

        @Override
        public void close() {
            aws.close();
            google.close();
        }
    }
}
