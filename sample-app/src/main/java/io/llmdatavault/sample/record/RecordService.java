package io.llmdatavault.sample.record;

import java.util.Optional;
import java.util.function.Supplier;

import io.llmdatavault.observability.error.ErrorContext;
import io.llmdatavault.observability.error.StorageError;
import io.llmdatavault.observability.error.StorageErrorKind;
import io.llmdatavault.observability.error.VaultError;
import io.llmdatavault.sample.dataset.Datasets;
import org.springframework.stereotype.Service;

/**
 * Stores and reads records. The object is written first and the database row last: the row says which object counts. A
 * failure in between leaves at worst an object that nobody refers to: it costs space, and is never read.
 */
@Service
class RecordService {

    private final Datasets datasets;

    private final RecordCatalog catalog;

    private final RecordObjects objects;

    RecordService(Datasets datasets, RecordCatalog catalog, RecordObjects objects) {
        this.datasets = datasets;
        this.catalog = catalog;
        this.objects = objects;
    }

    /** Stores a record and returns whether it is new. */
    boolean store(String dataset, String id, byte[] content) {
        return during("store_record", dataset, id, () -> {
            datasets.require(dataset);
            RecordEntry entry = objects.write(dataset, id, content);
            Optional<RecordEntry> previous = save(entry);
            previous.ifPresent(objects::discard);
            return previous.isEmpty();
        });
    }

    byte[] read(String dataset, String id) {
        return during("read_record", dataset, id, () -> {
            datasets.require(dataset);
            return read(catalog.require(dataset, id));
        });
    }

    void delete(String dataset, String id) {
        during("delete_record", dataset, id, () -> {
            objects.discard(catalog.remove(dataset, id));
            return true;
        });
    }

    private Optional<RecordEntry> save(RecordEntry entry) {
        try {
            return catalog.save(entry);
        } catch (VaultError rejected) {
            // Our own decision, so the transaction was rolled back. After any other failure the outcome of the commit
            // may be unknown, and an object too many is better than a record without its object.
            objects.discard(entry);
            throw rejected;
        }
    }

    private byte[] read(RecordEntry entry) {
        try {
            return objects.read(entry);
        } catch (StorageError ex) {
            if (ex.storageErrorKind() != StorageErrorKind.NOT_FOUND) {
                throw ex;
            }
            // Replaced or deleted since its row was read? Then the row is another one now, or gone.
            RecordEntry current = catalog.require(entry.dataset(), entry.id());
            if (!current.equals(entry)) {
                return read(current);
            }
            throw StorageError.builder(StorageErrorKind.CORRUPTION, ex.backend())
                    .message("The object of a record is missing")
                    .cause(ex)
                    .build();
        }
    }

    /** Says in every error what was being done, and with which record. */
    private static <T> T during(String operation, String dataset, String id, Supplier<T> work) {
        try {
            return work.get();
        } catch (VaultError ex) {
            throw ex.withContext(ErrorContext.of(operation).withResource(RecordEntry.binding(dataset, id)));
        }
    }
}
