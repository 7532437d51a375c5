package io.llmdatavault.observability.health;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** A local folder: there, readable, with enough space, and on request written to. */
final class LocalStorageProbe implements ShippedStorageProbe {

    private static final byte[] CONTENT = "vault health check".getBytes(StandardCharsets.US_ASCII);

    private static final List<String> UNITS = List.of("B", "KB", "MB", "GB", "TB");

    private static final int STEP = 1024;

    private final Path folder;

    private final @Nullable DataSize minFree;

    private final boolean writeCheck;

    LocalStorageProbe(Path folder, @Nullable DataSize minFree, boolean writeCheck) {
        this.folder = folder;
        this.minFree = minFree;
        this.writeCheck = writeCheck;
    }

    @Override
    public ComponentHealth probe() throws IOException {
        if (!Files.exists(folder)) {
            return ComponentHealth.unhealthy("The storage folder does not exist.");
        }
        if (!Files.isDirectory(folder)) {
            return ComponentHealth.unhealthy("The storage folder is no folder.");
        }
        if (!Files.isReadable(folder)) {
            return ComponentHealth.unhealthy("The storage folder cannot be read.");
        }
        if (writeCheck) {
            try {
                if (!readsWhatItWrites()) {
                    return withSpace(
                            ComponentHealth.unhealthy("The storage folder does not give back what is written."));
                }
            } catch (IOException ex) {
                return withSpace(ComponentHealth.unhealthy("The storage folder cannot be written to."))
                        .causedBy(ex);
            }
        }
        if (minFree != null && store().getUsableSpace() < minFree.toBytes()) {
            return withSpace(ComponentHealth.unhealthy(
                    "The storage folder has less than " + words(minFree) + " of free space."));
        }
        return withSpace(ComponentHealth.healthy("The storage folder can be used."));
    }

    /** As it is written in a configuration, {@code 500MB}: the size itself only speaks of bytes. */
    private static String words(DataSize size) {
        long amount = size.toBytes();
        int unit = 0;
        while (unit < UNITS.size() - 1 && amount % STEP == 0) {
            amount /= STEP;
            unit++;
        }
        return amount + UNITS.get(unit);
    }

    private boolean readsWhatItWrites() throws IOException {
        Path file = Files.createTempFile(folder, ".vault-health-", ".tmp");
        try {
            Files.write(file, CONTENT);
            return Arrays.equals(Files.readAllBytes(file), CONTENT);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private ComponentHealth withSpace(ComponentHealth health) throws IOException {
        FileStore store = store();
        return health.withMetadata(
                        "freeMb", DataSize.ofBytes(store.getUsableSpace()).toMegabytes())
                .withMetadata("totalMb", DataSize.ofBytes(store.getTotalSpace()).toMegabytes());
    }

    private FileStore store() throws IOException {
        return Files.getFileStore(folder);
    }
}
