package io.llmdatavault.sample.storage;

import io.llmdatavault.observability.error.StorageBackend;
import io.llmdatavault.observability.error.StorageError;

/**
 * Keeps encrypted objects under keys that this service makes up. An object never changes: a new version of a record is a
 * new object. Implementations are thread-safe, and every failure is a {@link StorageError}.
 *
 * @since 0.1.0
 */
public interface RecordStorage {

    /**
     * Which kind of storage this is, for errors and metrics.
     * @return the backend
     */
    StorageBackend backend();

    /**
     * Stores an object: afterwards it is there as a whole, or not at all.
     * @param key 1 to 128 letters, digits, dots, dashes and underscores
     * @param content the encrypted bytes
     * @throws StorageError when it could not be stored
     */
    void write(String key, byte[] content);

    /**
     * Reads an object.
     * @param key its key
     * @return the encrypted bytes
     * @throws StorageError of kind {@code NOT_FOUND} when it is not there, of another when it could not be read
     */
    byte[] read(String key);

    /**
     * Deletes an object. One that is not there is no failure.
     * @param key its key
     * @throws StorageError when it could not be deleted
     */
    void delete(String key);
}
