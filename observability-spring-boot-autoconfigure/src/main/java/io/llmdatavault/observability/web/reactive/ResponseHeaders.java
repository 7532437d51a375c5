package io.llmdatavault.observability.web.reactive;

import io.llmdatavault.observability.web.Problem;
import org.springframework.http.HttpHeaders;

/** The headers of an answer that becomes a problem. */
final class ResponseHeaders {

    private ResponseHeaders() {}

    /** Header by header: the constructor for copies takes another type in each line of Spring. */
    static HttpHeaders copy(HttpHeaders headers) {
        HttpHeaders copy = new HttpHeaders();
        headers.forEach(copy::put);
        return copy;
    }

    /** Takes back what a handler has said of its body before it failed. All other headers stay. */
    static void withdrawBody(HttpHeaders headers) {
        headers.clearContentHeaders();
        headers.setETag(null);
    }

    /** All but the content type, which depends on what the caller reads. */
    static void add(Problem problem, HttpHeaders headers) {
        problem.headers().forEach((name, values) -> {
            if (!name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)) {
                headers.put(name, values);
            }
        });
    }
}
