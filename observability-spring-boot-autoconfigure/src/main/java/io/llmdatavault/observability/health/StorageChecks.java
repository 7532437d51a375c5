package io.llmdatavault.observability.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** A component for each {@link StorageProbe}. */
record StorageChecks(List<HealthCheck> checks) implements CheckSource {

    static StorageChecks of(Map<String, StorageProbe> probes, ConfigurableListableBeanFactory beanFactory) {
        List<HealthCheck> checks = new ArrayList<>();
        ComponentNames.of(StorageHealthCheck.KIND, probes, "StorageProbe", beanFactory)
                .forEach((name, probe) -> checks.add(new StorageHealthCheck(name, probe)));
        return new StorageChecks(checks);
    }
}
