package io.llmdatavault.observability.health;

import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.metadata.CompositeDataSourcePoolMetadataProvider;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadata;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;

/** How many connections a pool has, as far as it is known. */
@FunctionalInterface
interface PoolFigures {

    Map<String, Object> of(DataSource dataSource);

    static PoolFigures unknown() {
        return dataSource -> Map.of();
    }

    /** Loaded only where Spring Boot's types are. */
    final class OfBoot implements PoolFigures {

        private final ObjectProvider<DataSourcePoolMetadataProvider> providers;

        OfBoot(ObjectProvider<DataSourcePoolMetadataProvider> providers) {
            this.providers = providers;
        }

        @Override
        public Map<String, Object> of(DataSource dataSource) {
            DataSourcePoolMetadata pool = new CompositeDataSourcePoolMetadataProvider(
                            providers.orderedStream().toList())
                    .getDataSourcePoolMetadata(dataSource);
            Map<String, Object> figures = new LinkedHashMap<>();
            if (pool != null) {
                put(figures, "activeConnections", pool.getActive());
                put(figures, "idleConnections", pool.getIdle());
                put(figures, "maxConnections", pool.getMax());
            }
            return figures;
        }

        private static void put(Map<String, Object> figures, String name, @Nullable Integer value) {
            if (value != null) {
                figures.put(name, value);
            }
        }
    }
}
