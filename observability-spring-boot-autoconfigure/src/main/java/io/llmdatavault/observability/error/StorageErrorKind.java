package io.llmdatavault.observability.error;

/**
 * What an object store or file system failed at.
 *
 * @since 0.1.0
 */
public enum StorageErrorKind {

    /** The backend could not be reached. */
    CONNECTION_FAILED,
    /** Writing failed. */
    WRITE_FAILURE,
    /** Reading failed. */
    READ_FAILURE,
    /** Deleting failed. */
    DELETE_FAILURE,
    /** The object does not exist. */
    NOT_FOUND,
    /** The object exists already. */
    ALREADY_EXISTS,
    /** The backend refused this service. */
    PERMISSION_DENIED,
    /** The backend is full. */
    INSUFFICIENT_SPACE,
    /** The object is not what was stored. */
    CORRUPTION,
    /** The backend did not answer in time. */
    TIMEOUT
}
