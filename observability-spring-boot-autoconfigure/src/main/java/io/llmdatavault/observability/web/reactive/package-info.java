/**
 * The reactive part of request ids and problem details: a filter that names requests, an exception handler that comes
 * before Spring Boot's and after all of the application's own, and bodies for what Spring Security refuses. Keys as in
 * {@code web}; entry classes
 * {@link io.llmdatavault.observability.web.reactive.ReactiveRequestIdAutoConfiguration},
 * {@link io.llmdatavault.observability.web.reactive.ReactiveProblemAutoConfiguration} and
 * {@link io.llmdatavault.observability.web.reactive.ReactiveSecurityProblemAutoConfiguration}.
 */
@NullMarked
package io.llmdatavault.observability.web.reactive;

import org.jspecify.annotations.NullMarked;
