/**
 * Describes problem details in the OpenAPI document of springdoc. Keys as in {@code web}; entry class
 * {@link io.llmdatavault.observability.web.openapi.OpenApiProblemAutoConfiguration}.
 */
@NullMarked
package io.llmdatavault.observability.web.openapi;

import org.jspecify.annotations.NullMarked;
