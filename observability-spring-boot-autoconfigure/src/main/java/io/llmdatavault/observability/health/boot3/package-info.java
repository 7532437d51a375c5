/** The snapshots in the health endpoint of Spring Boot 3: adapters only, the twin of those for the other line. */
@NullMarked
package io.llmdatavault.observability.health.boot3;

import org.jspecify.annotations.NullMarked;
