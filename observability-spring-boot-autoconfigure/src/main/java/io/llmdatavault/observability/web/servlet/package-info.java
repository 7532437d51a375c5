/**
 * The servlet part of request ids and problem details: a filter that names requests, and an exception handler that
 * comes after all of the application's own. Keys as in {@code web}; entry classes
 * {@link io.llmdatavault.observability.web.servlet.ServletRequestIdAutoConfiguration} and
 * {@link io.llmdatavault.observability.web.servlet.ServletProblemAutoConfiguration}.
 */
@NullMarked
package io.llmdatavault.observability.web.servlet;

import org.jspecify.annotations.NullMarked;
