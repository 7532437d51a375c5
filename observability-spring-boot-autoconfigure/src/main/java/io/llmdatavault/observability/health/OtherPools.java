package io.llmdatavault.observability.health;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.metadata.CompositeDataSourcePoolMetadataProvider;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadata;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;

/** Every pool that Spring Boot, or the application, has metadata of. */
final class OtherPools implements ConnectionPools {

    private final ObjectProvider<DataSourcePoolMetadataProvider> providers;

    OtherPools(ObjectProvider<DataSourcePoolMetadataProvider> providers) {
        this.providers = providers;
    }

    @Override
    public @Nullable PoolFigures read(DataSource dataSource) {
        DataSourcePoolMetadata pool = new CompositeDataSourcePoolMetadataProvider(
                        providers.orderedStream().toList())
                .getDataSourcePoolMetadata(dataSource);
        return pool == null ? null : new PoolFigures(pool.getActive(), pool.getIdle(), pool.getMax(), null);
    }
}
