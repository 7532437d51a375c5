package io.llmdatavault.sample.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.llmdatavault.observability.error.StorageBackend;
import io.llmdatavault.observability.error.StorageError;
import io.llmdatavault.observability.error.StorageErrorKind;
import io.llmdatavault.sample.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LocalRecordStorageTests {

    private final Path data = TestData.newDirectory();

    private final Path objects = data.resolve("objects");

    private final RecordStorage storage = new LocalRecordStorage(TestData.dataDirectory(data));

    @Test
    void readsWhatItWrote() {
        storage.write("a", new byte[] {1, 2});
        storage.write("a", new byte[] {3});

        assertThat(storage.read("a")).containsExactly(3);
        assertThat(objects).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void doesNotFindWhatIsNotThere() {
        assertFails(StorageErrorKind.NOT_FOUND, () -> storage.read("a"));
    }

    @Test
    void deletesTwiceWithoutComplaint() {
        storage.write("a", new byte[] {1});

        storage.delete("a");
        storage.delete("a");

        assertFails(StorageErrorKind.NOT_FOUND, () -> storage.read("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "../a", "a/b", "/etc/passwd", "a\\b", "a\nb", "", ".hidden", "a\u0000"})
    void refusesKeysThatAreNoFileNames(String key) {
        assertThatIllegalArgumentException().isThrownBy(() -> storage.write(key, new byte[1]));
        assertThatIllegalArgumentException().isThrownBy(() -> storage.read(key));
        assertThatIllegalArgumentException().isThrownBy(() -> storage.delete(key));
        assertThat(objects).isEmptyDirectory();
    }

    @Test
    void doesNotBringAVanishedFolderBackEmpty() throws IOException {
        Files.delete(objects);

        assertFails(StorageErrorKind.WRITE_FAILURE, () -> storage.write("a", new byte[1]));
        assertThat(objects).doesNotExist();
    }

    @Test
    void saysWhichOperationFailed() throws IOException {
        Files.createDirectories(objects.resolve("folder").resolve("full"));

        assertFails(StorageErrorKind.READ_FAILURE, () -> storage.read("folder"));
        assertFails(StorageErrorKind.DELETE_FAILURE, () -> storage.delete("folder"));
        assertFails(StorageErrorKind.WRITE_FAILURE, () -> storage.write("folder", new byte[1]));
        assertThat(objects).isDirectoryNotContaining("glob:**.tmp");
    }

    private static void assertFails(StorageErrorKind kind, Runnable work) {
        assertThatThrownBy(work::run).isInstanceOfSatisfying(StorageError.class, error -> {
            assertThat(error.storageErrorKind()).isEqualTo(kind);
            assertThat(error.backend()).isEqualTo(StorageBackend.LOCAL);
            assertThat(error).hasCauseInstanceOf(IOException.class);
        });
    }
}
