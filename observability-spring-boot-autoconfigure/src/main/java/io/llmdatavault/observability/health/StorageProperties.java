package io.llmdatavault.observability.health;

import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the component storage.
 *
 * @param minFree Free space below which storage is unhealthy. Unset for none.
 * @param writeCheck Whether a small file is written, read and deleted.
 * @param local Storage in a local folder.
 */
record StorageProperties(
        @Nullable DataSize minFree,
        @DefaultValue("false") boolean writeCheck,
        @DefaultValue Folder local) {

    StorageProperties {
        if (minFree != null && minFree.isNegative()) {
            throw ConfigurationError.builder(
                            HealthProperties.PREFIX + "storage.min-free", "must not be negative, but is " + minFree)
                    .expectedType("a size, as in 500MB")
                    .build();
        }
    }

    /**
     * Storage in a local folder.
     *
     * @param path Folder that the application stores in.
     */
    record Folder(@Nullable String path) {

        Folder {
            PathSyntax.require(HealthProperties.PREFIX + "storage.local.path", path, "a folder, or remove it");
        }
    }
}
