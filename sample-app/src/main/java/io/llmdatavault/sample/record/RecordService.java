package io.llmdatavault.sample.record;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import io.llmdatavault.observability.error.ErrorContext;
import io.llmdatavault.observability.error.StorageError;
import io.llmdatavault.observability.error.StorageErrorKind;
import io.llmdatavault.observability.error.VaultError;
import io.llmdatavault.sample.crypto.DataKey;
import io.llmdatavault.sample.crypto.Kms;
import io.llmdatavault.sample.crypto.PayloadCipher;
import io.llmdatavault.sample.dataset.Datasets;
import io.llmdatavault.sample.storage.RecordStorage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Stores and reads records. Every version of a record is a new object with a new key; the database row, written last,
 * says which one counts. A failure in between leaves at worst an object that nobody refers to: it costs space, and is
 * never read.
 */
@Service
class RecordService {

    private static final Logger logger = LoggerFactory.getLogger(RecordService.class);

    private final Datasets datasets;

    private final RecordCatalog catalog;

    private final Kms kms;

    private final PayloadCipher cipher;

    private final RecordStorage storage;

    RecordService(Datasets datasets, RecordCatalog catalog, Kms kms, PayloadCipher cipher, RecordStorage storage) {
        this.datasets = datasets;
        this.catalog = catalog;
        this.kms = kms;
        this.cipher = cipher;
        this.storage = storage;
    }

    /** Stores a record and returns whether it is new. */
    boolean store(String dataset, String id, byte[] content) {
        return during("store_record", dataset, id, () -> {
            datasets.require(dataset);
            RecordEntry entry = writeObject(dataset, id, content);
            Optional<RecordEntry> previous;
            try {
                previous = catalog.save(entry);
            } catch (VaultError rejected) {
                // Our own decision, so the transaction was rolled back. After any other failure the outcome of the
                // commit may be unknown, and an object too many is better than a record without its object.
                discard(entry);
                throw rejected;
            }
            previous.ifPresent(this::discard);
            return previous.isEmpty();
        });
    }

    byte[] read(String dataset, String id) {
        return during("read_record", dataset, id, () -> {
            datasets.require(dataset);
            return readObject(catalog.require(dataset, id));
        });
    }

    void delete(String dataset, String id) {
        during("delete_record", dataset, id, () -> {
            discard(catalog.remove(dataset, id));
            return true;
        });
    }

    private RecordEntry writeObject(String dataset, String id, byte[] content) {
        String binding = RecordEntry.binding(dataset, id);
        DataKey key = kms.generateDataKey(binding);
        String objectKey = UUID.randomUUID().toString();
        storage.write(objectKey, cipher.encrypt(key.secret(), content, binding));
        return new RecordEntry(dataset, id, objectKey, content.length, key.wrapped());
    }

    private byte[] readObject(RecordEntry entry) {
        byte[] sealed;
        try {
            sealed = storage.read(entry.objectKey());
        } catch (StorageError ex) {
            if (ex.storageErrorKind() != StorageErrorKind.NOT_FOUND) {
                throw ex;
            }
            // Replaced or deleted since its row was read? Then the row is another one now, or gone.
            RecordEntry current = catalog.require(entry.dataset(), entry.id());
            if (!current.equals(entry)) {
                return readObject(current);
            }
            throw StorageError.builder(StorageErrorKind.CORRUPTION, storage.backend())
                    .message("The object of a record is missing")
                    .cause(ex)
                    .build();
        }
        return cipher.decrypt(kms.unwrap(entry.key(), entry.binding()), sealed, entry.binding());
    }

    /** Nobody refers to this object any more: that it could not be deleted is not the caller's problem. */
    private void discard(RecordEntry entry) {
        try {
            storage.delete(entry.objectKey());
        } catch (StorageError ex) {
            logger.warn("Object {} is not used any more but could not be deleted", entry.objectKey(), ex);
        }
    }

    private static <T> T during(String operation, String dataset, String id, Supplier<T> work) {
        try {
            return work.get();
        } catch (VaultError ex) {
            throw ex.withContext(ErrorContext.of(operation).withResource(RecordEntry.binding(dataset, id)));
        }
    }
}
