package io.llmdatavault.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.springframework.util.unit.DataSize;

/** Data directories of tests: under {@code target}, each of its own. */
public final class TestData {

    private TestData() {}

    public static Path newDirectory() {
        try {
            Path parent = Files.createDirectories(Path.of("target", "test-data").toAbsolutePath());
            return Files.createTempDirectory(parent, "data");
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    public static RecordVaultProperties properties(Path data, String password) {
        return new RecordVaultProperties(data.toString(), 100, DataSize.ofMegabytes(1), List.of(), password, null);
    }

    public static DataDirectory dataDirectory(Path data) {
        return new DataDirectory(properties(data, RecordVaultProperties.DEFAULT_KEYSTORE_PASSWORD));
    }
}
