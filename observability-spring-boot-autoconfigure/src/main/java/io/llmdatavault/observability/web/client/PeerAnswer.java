package io.llmdatavault.observability.web.client;

import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * A problem as another service sent it; nothing in it is to be trusted.
 *
 * @param request what was asked, as in {@code GET}
 * @param uri whom
 * @param status the status on the wire
 * @param headers the headers
 * @param body the body; {@code null} when it was too long or could not be read
 */
record PeerAnswer(
        String request,
        URI uri,
        int status,
        HttpHeaders headers,
        @Nullable String body) {

    /** Far more than any problem needs: the longest of this starter's own lists a hundred inputs. */
    static final int MAX_BODY_BYTES = 64 * 1024;

    private static final String UNKNOWN_HOST = "unknown";

    /** Only this media type: an error in plain JSON may be anything, as the answer of a health endpoint. */
    static boolean isProblem(HttpHeaders headers) {
        try {
            return MediaType.APPLICATION_PROBLEM_JSON.equalsTypeAndSubtype(headers.getContentType());
        } catch (InvalidMediaTypeException ex) {
            return false;
        }
    }

    String host() {
        return uri.getHost() != null ? uri.getHost() : UNKNOWN_HOST;
    }
}
