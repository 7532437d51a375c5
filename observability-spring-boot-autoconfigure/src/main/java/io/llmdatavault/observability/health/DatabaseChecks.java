package io.llmdatavault.observability.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A component for each data source: one that hangs makes no other one look down. Critical is what the application works with
 * where it names none; it may do without a replica or an archive.
 */
final class DatabaseChecks implements CheckSource {

    private final HealthProperties properties;

    private final DataSources dataSources;

    private final List<ConnectionPools> pools;

    DatabaseChecks(HealthProperties properties, DataSources dataSources, List<ConnectionPools> pools) {
        this.properties = properties;
        this.dataSources = dataSources;
        this.pools = pools;
    }

    @Override
    public List<HealthCheck> checks() {
        List<HealthCheck> checks = new ArrayList<>();
        Map<String, DataSources.Found> found = dataSources.find();
        // Equals among themselves: the application says which of them it means each time, so it needs each.
        boolean equals = found.values().stream().noneMatch(DataSources.Found::critical);
        ComponentNames.of(DatabaseHealthCheck.KIND, found, "DataSource", DataSources.Found::primary)
                .forEach((name, dataSource) -> checks.add(check(name, equals || dataSource.critical(), dataSource)));
        return checks;
    }

    private HealthCheck check(String name, boolean critical, DataSources.Found found) {
        Duration timeout =
                properties.settings(name, DatabaseHealthCheck.KIND, critical).timeout();
        return new DatabaseHealthCheck(name, critical, found.dataSource(), pools, timeout);
    }
}
