package io.llmdatavault.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What lies on the disk, and what comes of it when somebody changes it. */
class EncryptionAtRestTests {

    private static final byte[] SECRET = "the-plaintext-nobody-may-find".getBytes(StandardCharsets.UTF_8);

    private static final String RECORD = "/api/datasets/files/records/a";

    private final Path data = TestData.newDirectory();

    @Test
    void writesNoPlaintextToTheDisk() throws IOException {
        try (RunningVault vault = vaultWithRecord()) {
            assertThat(vault.client().get(RECORD).body()).isEqualTo(SECRET);
        }

        assertThat(files(data))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(content(file)).doesNotContain(text(SECRET)));
    }

    @Test
    void encryptsTheSameBytesDifferentlyEachTime() {
        try (RunningVault vault = vaultWithRecord()) {
            byte[] first = bytes(onlyObject());
            assertThat(vault.client().put(RECORD, SECRET).status()).isEqualTo(204);

            assertThat(bytes(onlyObject())).isNotEqualTo(first).hasSameSizeAs(first);
        }
    }

    @Test
    void keepsItsDataAcrossARestart() {
        vaultWithRecord().close();

        try (RunningVault vault = RunningVault.start(data)) {
            assertThat(vault.client().get(RECORD).body()).isEqualTo(SECRET);
            assertThat(vault.client()
                            .get("/api/datasets/files")
                            .json()
                            .get("usedBytes")
                            .asInt())
                    .isEqualTo(SECRET.length);
        }
    }

    @Test
    void answersEveryTamperingAlike() throws IOException {
        try (RunningVault vault = vaultWithRecord()) {
            Path object = onlyObject();
            byte[] original = bytes(object);
            for (int position : new int[] {0, 11, 12, original.length / 2, original.length - 1}) {
                byte[] changed = original.clone();
                changed[position] ^= 1;
                Files.write(object, changed);
                assertTampered(vault);
            }
            for (int length : new int[] {0, 5, 12, original.length - 1}) {
                Files.write(object, Arrays.copyOf(original, length));
                assertTampered(vault);
            }

            Files.write(object, original);
            assertThat(vault.client().get(RECORD).body()).isEqualTo(SECRET);
        }
    }

    private static void assertTampered(RunningVault vault) {
        VaultClient.Answer answer = vault.client().get(RECORD);
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.json().path("code").asText()).isEqualTo("CRYPTOGRAPHIC_DECRYPT");
        assertThat(answer.text()).doesNotContain("Tag", "tag", "nonce", "length");
    }

    @Test
    void refusesTheObjectOfAnotherRecord() throws IOException {
        try (RunningVault vault = vaultWithRecord()) {
            Path first = onlyObject();
            String other = "/api/datasets/files/records/b";
            assertThat(vault.client().put(other, SECRET).status()).isEqualTo(201);
            Path second = files(data.resolve("objects")).stream()
                    .filter(file -> !file.equals(first))
                    .findFirst()
                    .orElseThrow();

            Files.write(second, bytes(first));

            assertThat(vault.client().get(other).status()).isEqualTo(500);
        }
    }

    @Test
    void saysThatAnObjectIsLostAndNotThatItNeverWas() throws IOException {
        try (RunningVault vault = vaultWithRecord()) {
            Files.delete(onlyObject());

            VaultClient.Answer answer = vault.client().get(RECORD);

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.json().path("code").asText()).isEqualTo("STORAGE_CORRUPTION");
            assertThat(vault.client().delete(RECORD).status()).isEqualTo(204);
        }
    }

    @Test
    void cannotReadRecordsOfALostKey() throws IOException {
        vaultWithRecord().close();
        Files.delete(data.resolve("keystore.p12"));

        try (RunningVault vault = RunningVault.start(data)) {
            VaultClient.Answer answer = vault.client().get(RECORD);

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.json().path("code").asText()).isEqualTo("KMS_DECRYPT_KEY");
        }
    }

    @Test
    void leavesNoObjectBehind() {
        try (RunningVault vault = vaultWithRecord("vault.sample.quota-bytes=40B")) {
            assertThat(vault.client().put(RECORD, SECRET).status()).isEqualTo(204);
            assertThat(vault.client().put(RECORD + "2", SECRET).status()).isEqualTo(507);
            assertThat(files(data.resolve("objects"))).hasSize(1);

            assertThat(vault.client().delete(RECORD).status()).isEqualTo(204);
            assertThat(files(data.resolve("objects"))).isEmpty();
        }
    }

    @Test
    void storesNothingWhenTheFolderIsGone() throws IOException {
        try (RunningVault vault = vaultWithRecord()) {
            Files.delete(onlyObject());
            Files.delete(data.resolve("objects"));
            Files.createFile(data.resolve("objects"));

            VaultClient.Answer answer = vault.client().put(RECORD, SECRET);

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.json().path("code").asText()).isEqualTo("STORAGE_WRITE_FAILURE");
            assertThat(answer.text()).doesNotContain(data.toString());
        }
    }

    private RunningVault vaultWithRecord(String... properties) {
        RunningVault vault = RunningVault.start(data, properties);
        assertThat(vault.client().post("/api/datasets", "{\"name\":\"files\"}").status())
                .isEqualTo(201);
        assertThat(vault.client().put(RECORD, SECRET).status()).isEqualTo(201);
        return vault;
    }

    private Path onlyObject() {
        assertThat(files(data.resolve("objects"))).hasSize(1);
        return files(data.resolve("objects")).get(0);
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException ex) {
            throw new AssertionError(ex);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException ex) {
            throw new AssertionError(ex);
        }
    }

    private static String content(Path file) {
        return text(bytes(file));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
