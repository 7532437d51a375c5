/**
 * One request's way in and out: request ids and problem details (RFC 9457). Keys
 * {@code vault.observability.request-id.*} and {@code vault.observability.problem.*}; entry classes
 * {@link io.llmdatavault.observability.web.RequestIdAutoConfiguration} and
 * {@link io.llmdatavault.observability.web.ProblemAutoConfiguration}. Applications adapt the problems by beans of
 * {@link io.llmdatavault.observability.web.ProblemCustomizer}. No servlet and no reactive type in here: those parts
 * have a package each below this one, and everything else that is public here is public for them only.
 */
@NullMarked
package io.llmdatavault.observability.web;

import org.jspecify.annotations.NullMarked;
