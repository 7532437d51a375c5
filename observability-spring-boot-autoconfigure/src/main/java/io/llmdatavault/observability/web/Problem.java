package io.llmdatavault.observability.web;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ProblemDetail;

/**
 * A problem as it is sent. Public for the starter's own packages.
 *
 * @param body the body; its status is the status of the response
 * @param headers the headers, the content type among them
 * @since 0.1.0
 */
public record Problem(ProblemDetail body, HttpHeaders headers) {}
