package io.llmdatavault.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.llmdatavault.observability.error.ConfigurationError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ExtendWith(OutputCaptureExtension.class)
class StartUpTests {

    private final Path data = TestData.newDirectory();

    @Test
    void createsTheDataDirectory() {
        Path missing = data.resolve("a/b");

        RunningVault.start(missing).close();

        assertThat(missing.resolve("keystore.p12")).isRegularFile();
    }

    @Test
    void refusesADataDirectoryThatIsAFile() throws IOException {
        Path file = Files.createFile(data.resolve("file"));

        assertRefused("vault.sample.data-directory", file);
    }

    @Test
    void explainsHowToCorrectTheDataDirectory(CapturedOutput output) throws IOException {
        Path file = Files.createFile(data.resolve("file"));

        assertRefused("vault.sample.data-directory", file);

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("The key vault.sample.data-directory (value \"" + file + "\", from ")
                .contains("'" + file + "'")
                .contains("Set vault.sample.data-directory to the path of a folder this service may write to.");
    }

    @Test
    void refusesADataDirectoryThatCannotBeCreated() throws IOException {
        Path file = Files.createFile(data.resolve("file"));

        assertRefused("vault.sample.data-directory", file.resolve("below"));
    }

    @Test
    void refusesADataDirectoryThatCannotBeWrittenTo() {
        // Not even root writes there, so this holds in any build.
        assertRefused("vault.sample.data-directory", Path.of("/proc"));
    }

    @Test
    void refusesAPasswordThatDoesNotOpenTheKeystore(CapturedOutput output) {
        RunningVault.start(data).close();

        assertRefused("vault.sample.keystore-password", data, "vault.sample.keystore-password=Planted-password");

        assertThat(output).contains("The password does not open the keystore").doesNotContain("Planted");
    }

    @ParameterizedTest
    @CsvSource({"vault.sample.quota-bytes, 0", "vault.sample.quota-bytes, -1B", "vault.sample.keystore-password, short"
    })
    void refusesValuesItCannotWorkWith(String key, String value) {
        assertRefused(key, data, key + "=" + value);
    }

    @Test
    void refusesAnEmptyApiKey() {
        assertRefused("vault.sample.api-keys", data, "vault.sample.api-keys[0]=good", "vault.sample.api-keys[1]= ");
    }

    @Test
    void warnsAboutThePasswordEverybodyKnows(CapturedOutput output) {
        RunningVault.start(data).close();

        assertThat(output).contains("set vault.sample.keystore-password");
    }

    @Test
    void runsWithoutTheStarter() {
        try (RunningVault vault = RunningVault.start(data, "vault.observability.enabled=false")) {
            assertThat(vault.client()
                            .post("/api/datasets", "{\"name\":\"plain\"}")
                            .status())
                    .isEqualTo(201);
            assertThat(vault.client()
                            .put("/api/datasets/plain/records/a", new byte[] {1})
                            .status())
                    .isEqualTo(201);
            assertThat(vault.client().get("/api/datasets/plain/records/a").body())
                    .containsExactly(1);
        }
    }

    private static void assertRefused(String key, Path data, String... properties) {
        assertThatThrownBy(() -> RunningVault.start(data, properties).close())
                .satisfies(failure ->
                        assertThat(configurationError(failure).configKey()).isEqualTo(key))
                .satisfies(failure ->
                        assertThat(configurationError(failure).expectedType()).isPresent());
    }

    private static ConfigurationError configurationError(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigurationError error) {
                return error;
            }
        }
        throw new AssertionError("Not explained", failure);
    }
}
