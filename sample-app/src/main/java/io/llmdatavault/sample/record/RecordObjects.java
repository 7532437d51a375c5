package io.llmdatavault.sample.record;

import java.util.UUID;
import javax.crypto.SecretKey;

import io.llmdatavault.observability.error.CryptoOperation;
import io.llmdatavault.observability.error.StorageError;
import io.llmdatavault.observability.resilience.retry.VaultRetry;
import io.llmdatavault.sample.crypto.DataKey;
import io.llmdatavault.sample.crypto.Kms;
import io.llmdatavault.sample.crypto.PayloadCipher;
import io.llmdatavault.sample.storage.RecordStorage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The bytes of records in the storage, encrypted. Every version of a record is a new object with a new key. */
@Component
class RecordObjects {

    private static final Logger logger = LoggerFactory.getLogger(RecordObjects.class);

    private final Kms kms;

    private final PayloadCipher cipher;

    private final RecordStorage storage;

    private final RecordMetrics metrics;

    RecordObjects(Kms kms, PayloadCipher cipher, RecordStorage storage, RecordMetrics metrics) {
        this.kms = kms;
        this.cipher = cipher;
        this.storage = storage;
        this.metrics = metrics;
    }

    /** A further attempt makes a new object: what a failed one may have left behind, nobody refers to. */
    @VaultRetry
    RecordEntry write(String dataset, String id, byte[] content) {
        String binding = RecordEntry.binding(dataset, id);
        DataKey key = kms.generateDataKey(binding);
        byte[] sealed = metrics.crypto(CryptoOperation.ENCRYPT, () -> cipher.encrypt(key.secret(), content, binding));
        String objectKey = UUID.randomUUID().toString();
        metrics.write(storage.backend(), sealed.length, () -> storage.write(objectKey, sealed));
        metrics.recordSize("store_record", content.length);
        return new RecordEntry(dataset, id, objectKey, content.length, key.wrapped());
    }

    @VaultRetry
    byte[] read(RecordEntry entry) {
        byte[] sealed = metrics.read(storage.backend(), () -> storage.read(entry.objectKey()));
        SecretKey key = kms.unwrap(entry.key(), entry.binding());
        byte[] content = metrics.crypto(CryptoOperation.DECRYPT, () -> cipher.decrypt(key, sealed, entry.binding()));
        metrics.recordSize("read_record", content.length);
        return content;
    }

    /** Nobody refers to this object any more: that it could not be deleted is not the caller's problem. */
    void discard(RecordEntry entry) {
        try {
            metrics.delete(storage.backend(), () -> storage.delete(entry.objectKey()));
        } catch (StorageError ex) {
            logger.warn("Object {} is not used any more but could not be deleted", entry.objectKey(), ex);
        }
    }
}
