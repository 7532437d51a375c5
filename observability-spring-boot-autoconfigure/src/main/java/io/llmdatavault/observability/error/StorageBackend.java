package io.llmdatavault.observability.error;

import java.io.Serializable;

/**
 * A storage backend: one of the constants, or one of the application's own by {@link #custom(String)}. Equal by name.
 *
 * @since 0.1.0
 */
public final class StorageBackend implements Serializable {

    /** Amazon S3 or anything that speaks its protocol. */
    public static final StorageBackend S3 = new StorageBackend("s3");

    /** Azure Blob Storage. */
    public static final StorageBackend AZURE_BLOB = new StorageBackend("azure_blob");

    /** Google Cloud Storage. */
    public static final StorageBackend GOOGLE_CLOUD_STORAGE = new StorageBackend("google_cloud_storage");

    /** A local folder. */
    public static final StorageBackend LOCAL = new StorageBackend("local");

    private static final long serialVersionUID = 1L;

    private final String name;

    private StorageBackend(String name) {
        this.name = name;
    }

    /**
     * A storage backend that has no constant.
     * @param name its name in lower snake case, as it is to stand in the metric labels and sentences; at most 64
     * characters
     * @return the value
     * @throws IllegalArgumentException when the name is not lower snake case or too long
     */
    public static StorageBackend custom(String name) {
        return new StorageBackend(Names.requireSnakeCase(name));
    }

    /**
     * The name, as it stands in metric labels.
     * @return the name in lower snake case
     */
    public String name() {
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StorageBackend that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
