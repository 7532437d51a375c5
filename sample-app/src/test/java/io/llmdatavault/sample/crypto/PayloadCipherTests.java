package io.llmdatavault.sample.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import io.llmdatavault.observability.error.CryptoOperation;
import io.llmdatavault.observability.error.CryptographicError;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PayloadCipherTests {

    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

    private final PayloadCipher cipher = new PayloadCipher();

    private final SecretKey key = new SecretKeySpec(new byte[32], "AES");

    @Test
    void decryptsWhatItEncrypted() {
        assertThat(cipher.decrypt(key, cipher.encrypt(key, CONTENT, "a"), "a")).isEqualTo(CONTENT);
        assertThat(cipher.decrypt(key, cipher.encrypt(key, new byte[0], "a"), "a"))
                .isEmpty();
    }

    @Test
    void neverUsesANonceTwice() {
        byte[] first = cipher.encrypt(key, CONTENT, "a");

        assertThat(Arrays.copyOf(cipher.encrypt(key, CONTENT, "a"), 12)).isNotEqualTo(Arrays.copyOf(first, 12));
    }

    @Test
    void addsNonceAndTag() {
        assertThat(cipher.encrypt(key, CONTENT, "a")).hasSize(12 + CONTENT.length + 16);
    }

    @Test
    void noticesEveryChangedBit() {
        byte[] sealed = cipher.encrypt(key, CONTENT, "a");

        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertRejected(key, changed, "a");
        }
    }

    @Test
    void noticesMissingBytes() {
        byte[] sealed = cipher.encrypt(key, CONTENT, "a");

        for (int length = 0; length < sealed.length; length++) {
            assertRejected(key, Arrays.copyOf(sealed, length), "a");
        }
    }

    @Test
    void bindsTheBytesToTheirRecordAndKey() {
        byte[] sealed = cipher.encrypt(key, CONTENT, "files/a");

        assertRejected(key, sealed, "files/b");
        byte[] other = new byte[32];
        other[0] = 1;
        assertRejected(new SecretKeySpec(other, "AES"), sealed, "files/a");
    }

    @Test
    void saysWhenThePlatformCannotEncrypt() {
        assertThatThrownBy(() -> cipher.encrypt(new SecretKeySpec(new byte[5], "AES"), CONTENT, "a"))
                .isInstanceOfSatisfying(
                        CryptographicError.class,
                        error -> assertThat(error.operation()).isEqualTo(CryptoOperation.ENCRYPT));
    }

    private void assertRejected(SecretKey key, byte[] sealed, String binding) {
        assertThatThrownBy(() -> cipher.decrypt(key, sealed, binding))
                .isInstanceOfSatisfying(CryptographicError.class, error -> {
                    assertThat(error.operation()).isEqualTo(CryptoOperation.DECRYPT);
                    assertThat(error.algorithm()).isEqualTo("AES-256-GCM");
                });
    }
}
