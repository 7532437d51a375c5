package io.llmdatavault.sample.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;

import io.llmdatavault.observability.error.StorageBackend;
import io.llmdatavault.observability.error.StorageError;
import io.llmdatavault.observability.error.StorageErrorKind;
import io.llmdatavault.sample.DataDirectory;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** One file per object in the folder {@code objects} of the data directory. */
@Component
@Profile("!s3")
class LocalRecordStorage implements RecordStorage {

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}");

    private final Path directory;

    LocalRecordStorage(DataDirectory dataDirectory) {
        this.directory = dataDirectory.resolve("objects");
        try {
            Files.createDirectories(directory);
        } catch (IOException ex) {
            throw failure(StorageErrorKind.WRITE_FAILURE, ex);
        }
    }

    @Override
    public StorageBackend backend() {
        return StorageBackend.LOCAL;
    }

    @Override
    public void write(String key, byte[] content) {
        Path file = file(key);
        try {
            // Only the start creates the folder: one that vanished, as an unmounted disk does, must not come back
            // empty.
            Path incomplete = Files.createTempFile(directory, "incoming", ".tmp");
            try {
                writeDurably(incomplete, content);
                Files.move(incomplete, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(incomplete);
            }
        } catch (IOException ex) {
            throw failure(
                    isFull(content.length) ? StorageErrorKind.INSUFFICIENT_SPACE : StorageErrorKind.WRITE_FAILURE, ex);
        }
    }

    @Override
    public byte[] read(String key) {
        Path file = file(key);
        try {
            return Files.readAllBytes(file);
        } catch (IOException ex) {
            throw failure(StorageErrorKind.READ_FAILURE, ex);
        }
    }

    @Override
    public void delete(String key) {
        Path file = file(key);
        try {
            Files.deleteIfExists(file);
        } catch (IOException ex) {
            throw failure(StorageErrorKind.DELETE_FAILURE, ex);
        }
    }

    /** The last line of defence: a key that is no plain file name never reaches the file system. */
    private Path file(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("Not a key of this storage");
        }
        return directory.resolve(key);
    }

    /** The bytes must be on the disk before the metadata says that they are. */
    private static void writeDurably(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer remaining = ByteBuffer.wrap(content);
            while (remaining.hasRemaining()) {
                channel.write(remaining);
            }
            channel.force(true);
        }
    }

    private boolean isFull(long needed) {
        return directory.toFile().exists() && directory.toFile().getUsableSpace() < needed;
    }

    /** The exception may know better than the operation what went wrong. */
    private static StorageError failure(StorageErrorKind kind, IOException cause) {
        StorageErrorKind known = kind;
        if (cause instanceof NoSuchFileException && kind == StorageErrorKind.READ_FAILURE) {
            known = StorageErrorKind.NOT_FOUND;
        } else if (cause instanceof AccessDeniedException) {
            known = StorageErrorKind.PERMISSION_DENIED;
        }
        return StorageError.builder(known, StorageBackend.LOCAL).cause(cause).build();
    }
}
