/** Brings what HTTP clients send and understand to the builders of Spring Boot 3. Adapters only. */
@NullMarked
package io.llmdatavault.observability.web.client.boot3;

import org.jspecify.annotations.NullMarked;
