package io.llmdatavault.sample.crypto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.error.KmsError;
import io.llmdatavault.observability.error.KmsOperation;
import io.llmdatavault.sample.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LocalKmsTests {

    private final Path data = TestData.newDirectory();

    private final LocalKms kms = kms("a-password");

    private LocalKms kms(String password) {
        return new LocalKms(new LocalKeystore(TestData.dataDirectory(data), TestData.properties(data, password)));
    }

    @Test
    void opensWhatItWrapped() {
        DataKey key = kms.generateDataKey("files/a");

        assertThat(kms.unwrap(key.wrapped(), "files/a")).isEqualTo(key.secret());
        assertThat(key.secret().getEncoded()).hasSize(32);
    }

    @Test
    void makesANewKeyEachTime() {
        assertThat(kms.generateDataKey("files/a").secret())
                .isNotEqualTo(kms.generateDataKey("files/a").secret());
    }

    @Test
    void opensTheKeyAfterARestart() {
        DataKey key = kms.generateDataKey("files/a");

        assertThat(kms("a-password").unwrap(key.wrapped(), "files/a")).isEqualTo(key.secret());
    }

    @Test
    void doesNotOpenAKeyForAnotherRecord() {
        WrappedKey key = kms.generateDataKey("files/a").wrapped();

        assertCannotOpen(key, "files/b");
    }

    @Test
    void doesNotOpenWhatItDidNotWrap() {
        WrappedKey key = kms.generateDataKey("files/a").wrapped();

        assertCannotOpen(new WrappedKey("kek-unknown", key.encrypted()), "files/a");
        assertCannotOpen(new WrappedKey(key.keyId(), "not Base64"), "files/a");
        assertCannotOpen(new WrappedKey(key.keyId(), ""), "files/a");
        byte[] changed = Base64.getDecoder().decode(key.encrypted());
        changed[changed.length - 1] ^= 1;
        assertCannotOpen(new WrappedKey(key.keyId(), Base64.getEncoder().encodeToString(changed)), "files/a");
    }

    private void assertCannotOpen(WrappedKey key, String binding) {
        assertThatThrownBy(() -> kms.unwrap(key, binding)).isInstanceOfSatisfying(KmsError.class, error -> {
            assertThat(error.operation()).isEqualTo(KmsOperation.DECRYPT_KEY);
            assertThat(error.keyId()).isEqualTo(key.keyId());
            assertThat(error.retryable()).isFalse();
        });
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void keepsTheKeystoreToItsOwner() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("keystore.p12"))))
                .isEqualTo("rw-------");
    }

    @Test
    void leavesNothingElseInTheDataDirectory() {
        assertThat(data).isDirectoryNotContaining(file -> !file.endsWith("keystore.p12"));
    }

    @Test
    void namesTheKeyOfAWrongPassword() {
        assertThatThrownBy(() -> kms("another-password"))
                .isInstanceOfSatisfying(
                        ConfigurationError.class,
                        error -> assertThat(error.configKey()).isEqualTo("vault.sample.keystore-password"));
    }

    @Test
    void doesNotReplaceAKeystoreItCannotRead() throws IOException {
        Files.writeString(data.resolve("keystore.p12"), "damaged");

        assertThatThrownBy(() -> kms("a-password")).isInstanceOf(KmsError.class);

        assertThat(data.resolve("keystore.p12")).hasContent("damaged");
    }

    @Test
    void printsNoKey() {
        DataKey key = kms.generateDataKey("files/a");

        assertThat(key.toString()).isEqualTo("DataKey[" + key.wrapped().keyId() + "]");
    }
}
