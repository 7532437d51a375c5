/** Brings what HTTP clients send and understand to the builders of Spring Boot 4. Adapters only. */
@NullMarked
package io.llmdatavault.observability.web.client.boot4;

import org.jspecify.annotations.NullMarked;
