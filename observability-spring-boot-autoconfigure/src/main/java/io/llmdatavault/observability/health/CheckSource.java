package io.llmdatavault.observability.health;

import java.util.List;

/** Makes checks of what is no check itself: one for each data source, for each probe. Asked once, when the application starts. */
@FunctionalInterface
interface CheckSource {

    List<HealthCheck> checks();
}
