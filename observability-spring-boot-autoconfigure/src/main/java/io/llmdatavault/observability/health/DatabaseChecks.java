package io.llmdatavault.observability.health;

import java.util.ArrayList;
import java.util.List;

/** A component for each data source: one that hangs makes no other one look down. */
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
        ComponentNames.of(DatabaseHealthCheck.KIND, dataSources.find(), "DataSource", DataSources.Found::primary)
                .forEach((name, dataSource) -> checks.add(new DatabaseHealthCheck(
                        name,
                        dataSource.dataSource(),
                        pools,
                        properties
                                .settings(name, DatabaseHealthCheck.KIND, true)
                                .timeout())));
        return checks;
    }
}
