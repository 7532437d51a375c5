package io.llmdatavault.sample.crypto;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import io.llmdatavault.observability.error.KmsError;
import io.llmdatavault.observability.error.KmsOperation;
import io.llmdatavault.observability.error.KmsProvider;
import org.springframework.stereotype.Component;

/** Wraps data keys with the key of the local keystore: enough for one machine, no match for a real KMS. */
@Component
class LocalKms implements Kms {

    private final LocalKeystore keystore;

    private final AesGcm aesGcm = new AesGcm();

    LocalKms(LocalKeystore keystore) {
        this.keystore = keystore;
    }

    @Override
    public DataKey generateDataKey(String binding) {
        String keyId = keystore.currentKeyId();
        try {
            KeyGenerator generator = KeyGenerator.getInstance("AES");
            generator.init(256);
            SecretKey dataKey = generator.generateKey();
            byte[] wrapped = aesGcm.encrypt(keystore.key(keyId), dataKey.getEncoded(), binding);
            return new DataKey(
                    dataKey, new WrappedKey(keyId, Base64.getEncoder().encodeToString(wrapped)));
        } catch (GeneralSecurityException ex) {
            throw failure(KmsOperation.GENERATE_KEY, keyId, ex);
        }
    }

    @Override
    public SecretKey unwrap(WrappedKey key, String binding) {
        try {
            byte[] wrapped = Base64.getDecoder().decode(key.encrypted());
            return new SecretKeySpec(aesGcm.decrypt(keystore.key(key.keyId()), wrapped, binding), "AES");
        } catch (GeneralSecurityException | IllegalArgumentException ex) {
            throw failure(KmsOperation.DECRYPT_KEY, key.keyId(), ex);
        }
    }

    private static KmsError failure(KmsOperation operation, String keyId, Exception cause) {
        return KmsError.builder(operation, KmsProvider.LOCAL, keyId)
                .cause(cause)
                .build();
    }
}
