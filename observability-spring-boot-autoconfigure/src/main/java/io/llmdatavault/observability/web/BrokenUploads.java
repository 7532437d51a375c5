package io.llmdatavault.observability.web;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Set;

import io.llmdatavault.observability.error.ErrorChain;
import org.springframework.web.ErrorResponse;
import org.springframework.web.multipart.MultipartException;

/**
 * Uploads that cannot be taken apart. Spring has one exception for them and for a full disk alike, and no status; what
 * the server has thrown tells. By name, because each server brings its own types.
 */
final class BrokenUploads {

    private static final Set<String> TYPES = Set.of(
            "org.apache.tomcat.util.http.fileupload.FileUploadException",
            "org.apache.tomcat.util.http.fileupload.MultipartStream$IllegalBoundaryException",
            "org.apache.tomcat.util.http.fileupload.MultipartStream$MalformedStreamException",
            "org.eclipse.jetty.http.BadMessageException");

    /** Undertow has no type of its own for an upload that ends before its time, but a number. */
    private static final String UNDERTOW = "UT000036:";

    private BrokenUploads() {}

    static boolean contains(Throwable failure) {
        // One that is too large has a status of Spring's, and on Jetty a bad message below it.
        return failure instanceof MultipartException
                && !(failure instanceof ErrorResponse)
                && ErrorChain.of(failure).anyMatch(BrokenUploads::isMalformed)
                // Jetty calls everything a bad message that happens on the way.
                && ErrorChain.of(failure).noneMatch(FileSystemException.class::isInstance);
    }

    private static boolean isMalformed(Throwable cause) {
        if (TYPES.contains(cause.getClass().getName())) {
            return true;
        }
        String message = cause.getClass() == IOException.class ? cause.getMessage() : null;
        return message != null && message.startsWith(UNDERTOW);
    }
}
