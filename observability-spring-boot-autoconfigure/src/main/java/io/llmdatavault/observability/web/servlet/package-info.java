/**
 * The servlet part of request ids and problem details: a filter that names requests, and one bean that answers failures
 * for everyone who catches them. Inside the dispatcher servlet that is what comes after all handlers of the
 * application's own, outside of it a filter, on error dispatches too, and Spring Security's entry points and handlers.
 * Keys as in {@code web}; entry classes
 * {@link io.llmdatavault.observability.web.servlet.ServletRequestIdAutoConfiguration},
 * {@link io.llmdatavault.observability.web.servlet.ServletProblemAutoConfiguration} and
 * {@link io.llmdatavault.observability.web.servlet.SecurityProblemAutoConfiguration}.
 */
@NullMarked
package io.llmdatavault.observability.web.servlet;

import org.jspecify.annotations.NullMarked;
