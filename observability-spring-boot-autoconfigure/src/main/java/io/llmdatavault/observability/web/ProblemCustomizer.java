package io.llmdatavault.observability.web;

import io.llmdatavault.observability.error.VaultError;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ProblemDetail;

/**
 * Changes a problem before it is sent. Beans of this type are called in their order
 * ({@link org.springframework.core.annotation.Order}), once for each problem, after everything of the starter's is in
 * it and before control characters are taken out.
 *
 * <p>Called by many threads at once. One that throws is skipped and warned about once; what it had changed by then
 * stays. A status outside 400 to 599 is put back.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ProblemCustomizer {

    /**
     * Changes the problem in place.
     * @param body the body; its status is also the status of the response
     * @param headers the headers of the response; the content type stays {@code application/problem+json}
     * @param error the failure, whose message and metadata are not meant for the caller
     */
    void customize(ProblemDetail body, HttpHeaders headers, VaultError error);
}
