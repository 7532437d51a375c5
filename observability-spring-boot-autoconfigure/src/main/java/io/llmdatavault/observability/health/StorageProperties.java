package io.llmdatavault.observability.health;

import java.util.Optional;

import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the component storage.
 *
 * @param minFree Free space below which storage is unhealthy. Unset for none.
 * @param writeCheck Whether a small file or object is written, read and deleted.
 * @param local Storage in a local folder.
 * @param s3 Storage on an S3 server.
 * @param azure Storage in Azure.
 * @param gcs Storage in Google Cloud.
 */
record StorageProperties(
        @Nullable DataSize minFree,
        @DefaultValue("false") boolean writeCheck,
        @DefaultValue Folder local,
        @DefaultValue S3Bucket s3,
        @DefaultValue Container azure,
        @DefaultValue GcsBucket gcs) {

    static final String PREFIX = HealthProperties.PREFIX + "storage.";

    StorageProperties {
        if (minFree != null && minFree.isNegative()) {
            throw ConfigurationError.builder(PREFIX + "min-free", "must not be negative, but is " + minFree)
                    .expectedType("a size, as in 500MB")
                    .build();
        }
    }

    /** Free space is known of a folder only. */
    Optional<String> findKeyWithoutEffect() {
        if (minFree != null && local.path() == null) {
            return Optional.of(PREFIX + "min-free");
        }
        boolean hasNone =
                local.path() == null && s3.bucket() == null && azure.container() == null && gcs.bucket() == null;
        return writeCheck && hasNone ? Optional.of(PREFIX + "write-check") : Optional.empty();
    }

    /**
     * Storage in a local folder.
     *
     * @param path Folder that the application stores in.
     */
    record Folder(@Nullable String path) {

        Folder {
            PathSyntax.require(PREFIX + "local.path", path, "a folder, or remove it");
        }
    }

    private static void requireName(String key, @Nullable String name, String expected) {
        if (name != null && name.isBlank()) {
            throw ConfigurationError.builder(PREFIX + key, "It is empty")
                    .expectedType(expected + ", or remove it")
                    .build();
        }
    }

    /**
     * Storage on an S3 server.
     *
     * @param bucket Bucket that the application stores in.
     */
    record S3Bucket(@Nullable String bucket) {

        S3Bucket {
            requireName("s3.bucket", bucket, "the name of a bucket");
        }
    }

    /**
     * Storage in Azure.
     *
     * @param container Container that the application stores in.
     */
    record Container(@Nullable String container) {

        Container {
            requireName("azure.container", container, "the name of a container");
        }
    }

    /**
     * Storage in Google Cloud.
     *
     * @param bucket Bucket that the application stores in.
     */
    record GcsBucket(@Nullable String bucket) {

        GcsBucket {
            requireName("gcs.bucket", bucket, "the name of a bucket");
        }
    }
}
