package io.llmdatavault.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdatavault.sample.servers.Launch;
import io.llmdatavault.sample.servers.SampleServers;
import io.llmdatavault.sample.servers.SampleToken;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/** The profiles as the documentation starts them: with the servers of the test kit, and what these tell to type. */
class ProfileTests {

    /** The build tells SoftHSM where its configuration is: here. */
    private static final Path FOLDER = Path.of("target", "servers").toAbsolutePath();

    private static SampleServers servers;

    @BeforeAll
    static void startServers() throws Exception {
        FileSystemUtils.deleteRecursively(FOLDER);
        servers = SampleServers.start(FOLDER, 0, 0);
    }

    @AfterAll
    static void stopServers() throws IOException {
        servers.close();
    }

    @Test
    void postgresKeepsTheMetadata() {
        try (RunningVault vault = start(launch("postgres"))) {
            assertHealthy(vault.client(), "database", "storage", "kms");
            assertKeepsRecords(vault.client());
            assertThat(servers.objects()).isZero();
        }
        try (RunningVault another = start(launch("postgres"))) {
            assertThat(another.client().get("/api/datasets/invoices").status()).isEqualTo(200);
        }
    }

    @Test
    void s3KeepsTheObjects() {
        Path data = TestData.newDirectory();
        try (RunningVault vault = start(launch("s3"), data)) {
            assertHealthy(vault.client(), "database", "storage", "kms");
            assertKeepsRecords(vault.client());
            assertThat(data.resolve("objects")).doesNotExist();
            assertThat(servers.objects()).isEqualTo(1);

            VaultClient.Answer missing = vault.client().delete("/api/datasets/invoices/records/letter");
            assertThat(missing.status()).isEqualTo(204);
            assertThat(servers.objects()).isZero();
        }
    }

    @Test
    void tokenHoldsTheKeyThatIsChecked() {
        requireSoftHsm();
        try (RunningVault vault = start(launch("pkcs11"))) {
            assertHealthy(vault.client(), "database", "storage", "kms");
            assertThat(component(vault.client(), "kms").at("/details/message").asText())
                    .isEqualTo("The key encrypts and decrypts.");
            assertKeepsRecords(vault.client());
        }
    }

    @Test
    void wrongSecretIsAStateOfTheStorageAndAnErrorOfTheCaller() {
        try (RunningVault vault = start(launch("s3"), TestData.newDirectory(), "S3_SECRET_KEY=Planted-wrong")) {
            awaitComponent(vault.client(), "storage", "DOWN");
            assertThat(component(vault.client(), "storage")
                            .at("/details/message")
                            .asText())
                    .isEqualTo("The storage does not accept the credentials.");
            vault.client().post("/api/datasets", "{\"name\":\"refused\"}");
            VaultClient.Answer answer = vault.client().put("/api/datasets/refused/records/a", new byte[] {1});
            assertThat(answer.json().path("type").asText()).isEqualTo("urn:vault:problem:storage");
            assertThat(answer.everything()).doesNotContain("Planted", "record-vault", "SignatureDoesNotMatch");
        }
    }

    @Test
    void restartedServersHaveWhatTheyWereGiven() throws Exception {
        Path folder = TestData.newDirectory();
        Path data = TestData.newDirectory();
        String record = "/api/datasets/invoices/records/letter";
        try (SampleServers first = SampleServers.start(folder, 0, 0);
                RunningVault vault = start(bothOf(first), data)) {
            assertKeepsRecords(vault.client());
        }
        try (SampleServers second = SampleServers.start(folder, 0, 0);
                RunningVault vault = start(bothOf(second), data)) {
            assertThat(vault.client().get(record).body()).containsExactly(4, 7, 1, 1);
        }
    }

    private static Launch bothOf(SampleServers servers) {
        return new Launch("", "postgres,s3", servers.all().environment());
    }

    @Test
    void portInUseIsSaid() {
        int port =
                Integer.parseInt(launch("s3").environment().get("S3_ENDPOINT").replaceAll(".*:", ""));
        assertThatIllegalStateException()
                .isThrownBy(() -> SampleServers.start(FOLDER, 0, port))
                .withMessage("Port %d is in use. Choose another: -Dservers.s3.port=%d", port, port + 10_000);
    }

    @Test
    void saysWhatToType() throws IOException {
        String documented = Files.readString(Path.of("../docs/getting-started.md"));

        assertThat(servers.instructions())
                .contains("# PostgreSQL on port ", "# S3 (S3Proxy) on port ", "# All of them")
                .contains(SampleToken.isPossible() ? "PKCS11_PIN=" : "SoftHSM is not installed");
        // On the ports of the profiles nothing has to be set.
        assertThat(documented)
                .contains(new Launch("", "postgres", Map.of())
                        .toString()
                        .lines()
                        .toList()
                        .get(1));
    }

    private static void requireSoftHsm() {
        if (!SampleToken.isPossible()) {
            assertThat(System.getenv("CI")).as("SoftHSM is missing").isNotEqualTo("true");
            Assumptions.abort("SoftHSM is not installed");
        }
    }

    private static Launch launch(String profile) {
        return servers.launches().stream()
                .filter(launch -> launch.profile().equals(profile))
                .findFirst()
                .orElseThrow();
    }

    private static RunningVault start(Launch launch) {
        return start(launch, TestData.newDirectory());
    }

    private static RunningVault start(Launch launch, Path data, String... more) {
        Stream<String> properties = Stream.concat(
                Stream.of("spring.profiles.active=demo," + launch.profile()),
                launch.environment().entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue()));
        return RunningVault.start(
                data, Stream.concat(properties, Stream.of(more)).toArray(String[]::new));
    }

    private static void assertHealthy(VaultClient client, String... components) {
        List.of(components).forEach(component -> awaitComponent(client, component, "UP"));
        assertThat(client.get("/readyz").status()).isEqualTo(200);
        assertThat(client.get("/actuator/health").json().path("components").properties())
                .extracting(Map.Entry::getKey)
                .noneMatch(name -> name.startsWith("storage-"));
    }

    private static void awaitComponent(VaultClient client, String component, String status) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(
                                component(client, component).path("status").asText())
                        .isEqualTo(status));
    }

    private static JsonNode component(VaultClient client, String name) {
        return client.get("/actuator/health").json().path("components").path(name);
    }

    private static void assertKeepsRecords(VaultClient client) {
        byte[] content = {4, 7, 1, 1};
        String record = "/api/datasets/invoices/records/letter";
        assertThat(client.post("/api/datasets", "{\"name\":\"invoices\"}").status())
                .isEqualTo(201);
        assertThat(client.put(record, content).status()).isEqualTo(201);
        assertThat(client.get(record).body()).isEqualTo(content);
    }
}
