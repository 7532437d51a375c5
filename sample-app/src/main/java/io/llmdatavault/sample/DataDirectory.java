package io.llmdatavault.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.llmdatavault.observability.error.ConfigurationError;
import org.springframework.stereotype.Component;

/**
 * The folder that everything local lives in. It exists and can be written to: otherwise the service does not start, and
 * says which key to change.
 *
 * @since 0.1.0
 */
@Component
public class DataDirectory {

    private final Path path;

    DataDirectory(RecordVaultProperties properties) {
        this.path = Path.of(properties.dataDirectory()).toAbsolutePath().normalize();
        try {
            Files.createDirectories(path);
            // Permission bits do not tell about read-only file systems: only writing does.
            Files.delete(Files.createTempFile(path, "write-check", null));
        } catch (IOException ex) {
            throw ConfigurationError.builder(
                            RecordVaultProperties.PREFIX + ".data-directory",
                            "The folder '" + path + "' cannot be created or written to")
                    .expectedType("the path of a folder this service may write to")
                    .cause(ex)
                    .build();
        }
    }

    /**
     * A file or folder in the data directory.
     * @param name its name, chosen by this service and never by a caller
     * @return the absolute path
     */
    public Path resolve(String name) {
        return path.resolve(name);
    }
}
