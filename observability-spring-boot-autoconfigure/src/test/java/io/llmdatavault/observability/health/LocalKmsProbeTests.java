package io.llmdatavault.observability.health;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.crypto.KeyGenerator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A keystore file, and each way in which it can be of no use. */
class LocalKmsProbeTests {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JCEKS"})
    void everyFaultHasItsSentence(String type) throws Exception {
        Path keystore = keystore(type, "changeit", "changeit");
        assertThat(probe(keystore, type, "changeit", "master").state()).isEqualTo(HealthState.HEALTHY);
        assertUnhealthy(probe(keystore, type, "changeit", "other"), "The keystore has no such secret key.");
        assertUnhealthy(probe(keystore, type, "wrong", "master"), "The password does not open the keystore.");
        Files.writeString(keystore, "Planted");
        assertUnhealthy(probe(keystore, type, "changeit", "master"), "The keystore cannot be read.");
        Files.delete(keystore);
        assertUnhealthy(probe(keystore, type, "changeit", "master"), "The keystore does not exist.");
    }

    @Test
    void keyMayHaveAnotherPassword() throws Exception {
        Path keystore = keystore("JCEKS", "changeit", "another");
        assertUnhealthy(probe(keystore, "JCEKS", "changeit", "master"), "The password does not open the key.");
    }

    private static ComponentHealth probe(Path keystore, String type, String password, String alias) throws Exception {
        return new LocalKmsProbe(keystore, type, password, alias).probe();
    }

    private static void assertUnhealthy(ComponentHealth health, String message) {
        assertThat(health.message()).isEqualTo(message);
        assertThat(health.state()).isEqualTo(HealthState.UNHEALTHY);
        assertThat(health.metadata()).isEmpty();
    }

    private Path keystore(String type, String password, String keyPassword) throws Exception {
        KeyStore keystore = KeyStore.getInstance(type);
        keystore.load(null, null);
        KeyGenerator generator = KeyGenerator.getInstance("AES");
        generator.init(256);
        keystore.setEntry(
                "master",
                new KeyStore.SecretKeyEntry(generator.generateKey()),
                new KeyStore.PasswordProtection(keyPassword.toCharArray()));
        Path file = folder.resolve("keys");
        try (OutputStream output = Files.newOutputStream(file)) {
            keystore.store(output, password.toCharArray());
        }
        return file;
    }
}
