package io.llmdatavault.observability.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** A component for each {@link KmsProbe}. */
record KmsChecks(List<HealthCheck> checks) implements CheckSource {

    static KmsChecks of(Map<String, KmsProbe> probes, ConfigurableListableBeanFactory beanFactory) {
        List<HealthCheck> checks = new ArrayList<>();
        ComponentNames.of(KmsHealthCheck.KIND, probes, "KmsProbe", beanFactory)
                .forEach((name, probe) -> checks.add(new KmsHealthCheck(name, probe)));
        return new KmsChecks(checks);
    }
}
