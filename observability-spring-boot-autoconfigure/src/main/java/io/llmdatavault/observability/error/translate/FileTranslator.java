package io.llmdatavault.observability.error.translate;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

import io.llmdatavault.observability.error.StorageBackend;
import io.llmdatavault.observability.error.StorageError;
import io.llmdatavault.observability.error.StorageErrorKind;
import org.jspecify.annotations.Nullable;

/**
 * Translates what the file system throws. A plain {@link IOException} may come from anywhere: it is left to be an
 * internal error, unless it says that the disk is full.
 */
final class FileTranslator implements ShippedTranslator {

    @Override
    public StorageError.@Nullable Builder describe(Throwable throwable) {
        StorageErrorKind kind = throwable instanceof IOException exception ? kind(exception) : null;
        return kind != null ? StorageError.builder(kind, StorageBackend.LOCAL) : null;
    }

    private static @Nullable StorageErrorKind kind(IOException exception) {
        if (says(exception, "No space left on device", "Disk quota exceeded", "not enough space on the disk")) {
            return StorageErrorKind.INSUFFICIENT_SPACE;
        }
        if (exception instanceof FileSystemException fileSystemException) {
            return kind(fileSystemException);
        }
        if (exception instanceof FileNotFoundException) {
            // Thrown for class path resources and for locked files, too: no reason to tell a caller "not found".
            return says(exception, "(Permission denied)", "(Access is denied)")
                    ? StorageErrorKind.PERMISSION_DENIED
                    : StorageErrorKind.READ_FAILURE;
        }
        return null;
    }

    private static StorageErrorKind kind(FileSystemException exception) {
        if (exception instanceof NoSuchFileException) {
            return StorageErrorKind.NOT_FOUND;
        }
        if (exception instanceof FileAlreadyExistsException) {
            return StorageErrorKind.ALREADY_EXISTS;
        }
        if (exception instanceof AccessDeniedException) {
            return StorageErrorKind.PERMISSION_DENIED;
        }
        if (exception instanceof DirectoryNotEmptyException) {
            return StorageErrorKind.DELETE_FAILURE;
        }
        // Only what changes files names a second one.
        return exception.getOtherFile() != null || says(exception, "Read-only file system")
                ? StorageErrorKind.WRITE_FAILURE
                : StorageErrorKind.READ_FAILURE;
    }

    /** The JDK passes the operating system's words on and has no type of its own for them. */
    private static boolean says(IOException exception, String... phrases) {
        String message = exception.getMessage();
        if (message == null) {
            return false;
        }
        for (String phrase : phrases) {
            if (message.contains(phrase)) {
                return true;
            }
        }
        return false;
    }
}
