package io.llmdatavault.observability.web;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.stream.Stream;

import org.eclipse.jetty.http.BadMessageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;

import static org.assertj.core.api.Assertions.assertThat;

/** What is not the caller's fault; what is, the real servers throw in {@code BrokenUploadTests}. */
class BrokenUploadsTests {

    @ParameterizedTest
    @MethodSource
    void areNotWhatTheDiskRefuses(Throwable cause) {
        assertThat(BrokenUploads.contains(new MultipartException("failed", cause)))
                .isFalse();
    }

    static Stream<Throwable> areNotWhatTheDiskRefuses() {
        return Stream.of(
                new IOException("No space left on device"),
                new BadMessageException("bad multipart", new FileSystemException("/tmp/part")),
                new IllegalStateException());
    }

    @Test
    void areOnlyUploads() {
        assertThat(BrokenUploads.contains(new BadMessageException("bad"))).isFalse();
        assertThat(BrokenUploads.contains(
                        new MaxUploadSizeExceededException(1, new BadMessageException("bad multipart"))))
                .isFalse();
        assertThat(BrokenUploads.contains(new MultipartException("failed", new BadMessageException("bad multipart"))))
                .isTrue();
    }
}
