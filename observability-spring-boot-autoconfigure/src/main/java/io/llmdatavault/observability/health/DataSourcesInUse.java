package io.llmdatavault.observability.health;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;

import org.springframework.aop.scope.ScopedObject;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.util.ClassUtils;

/**
 * The data sources that there are already: a check makes none, so that a lazy one stays lazy. One of a scope is of no use to
 * a thread that is in none; one that chooses between others by the caller stands for all of them.
 */
final class DataSourcesInUse implements Supplier<Map<String, DataSource>> {

    private static final boolean ROUTING_IS_PRESENT = ClassUtils.isPresent(
            "org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource",
            DataSourcesInUse.class.getClassLoader());

    private final ConfigurableListableBeanFactory beanFactory;

    DataSourcesInUse(ConfigurableListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    @Override
    public Map<String, DataSource> get() {
        Map<String, DataSource> dataSources = new LinkedHashMap<>();
        for (String name : beanFactory.getBeanNamesForType(DataSource.class, false, false)) {
            if (beanFactory.containsSingleton(name)
                    && beanFactory.getBean(name) instanceof DataSource dataSource
                    && !(dataSource instanceof ScopedObject)) {
                dataSources.put(name, dataSource);
            }
        }
        return ROUTING_IS_PRESENT ? Routing.resolve(dataSources) : dataSources;
    }

    /** Loaded only where Spring's JDBC support is. */
    private static final class Routing {

        static Map<String, DataSource> resolve(Map<String, DataSource> dataSources) {
            Map<String, DataSource> targets = new LinkedHashMap<>();
            Set<DataSource> seen = Collections.newSetFromMap(new IdentityHashMap<>());
            dataSources.forEach((name, dataSource) -> {
                if (!(dataSource instanceof AbstractRoutingDataSource) && seen.add(dataSource)) {
                    targets.put(name, dataSource);
                }
            });
            dataSources.forEach((name, dataSource) -> {
                if (dataSource instanceof AbstractRoutingDataSource routing) {
                    routing.getResolvedDataSources().forEach((key, target) -> {
                        if (seen.add(target)) {
                            targets.put(name + "." + key, target);
                        }
                    });
                }
            });
            return targets;
        }
    }
}
