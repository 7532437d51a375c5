package io.llmdatavault.observability.web;

import java.util.Locale;

import io.llmdatavault.observability.error.ErrorContext;

/**
 * What a problem says about the request that failed. Public for the starter's own packages.
 *
 * @param path the path of the request as it was sent, without query and path parameters
 * @param locale the language of the caller
 * @param ambient request and trace id of the request, and as its operation the method and path template
 * @since 0.1.0
 */
public record ProblemRequest(String path, Locale locale, ErrorContext ambient) {}
