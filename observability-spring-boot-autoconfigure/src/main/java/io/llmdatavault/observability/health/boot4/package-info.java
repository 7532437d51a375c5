/** The snapshots in the health endpoint of Spring Boot 4: adapters only, the twin of those for the other line. */
@NullMarked
package io.llmdatavault.observability.health.boot4;

import org.jspecify.annotations.NullMarked;
