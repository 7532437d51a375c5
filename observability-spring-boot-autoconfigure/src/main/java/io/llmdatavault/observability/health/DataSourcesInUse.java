package io.llmdatavault.observability.health;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;
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
            IdentityHashMap<DataSource, String> names = new IdentityHashMap<>();
            Map<String, DataSource> targets = new LinkedHashMap<>();
            dataSources.forEach((name, dataSource) -> {
                if (!(innermost(dataSource) instanceof AbstractRoutingDataSource)) {
                    add(name, dataSource, names, targets);
                }
            });
            dataSources.forEach((name, dataSource) -> {
                if (innermost(dataSource) instanceof AbstractRoutingDataSource routing) {
                    routing.getResolvedDataSources()
                            .forEach((key, target) -> add(name + "." + key, target, names, targets));
                }
            });
            return targets;
        }

        /** A pool and what wraps it are one; its own name is the better one. */
        private static void add(
                String name,
                DataSource dataSource,
                IdentityHashMap<DataSource, String> names,
                Map<String, DataSource> targets) {
            DataSource pool = innermost(dataSource);
            String other = names.get(pool);
            if (other == null || (dataSource == pool && targets.get(other) != pool)) {
                targets.remove(other);
                targets.put(name, dataSource);
                names.put(pool, name);
            }
        }

        private static DataSource innermost(DataSource dataSource) {
            DataSource current = dataSource;
            while (true) {
                Object target = current instanceof DelegatingDataSource delegating
                        ? delegating.getTargetDataSource()
                        : AopProxyUtils.getSingletonTarget(current);
                if (!(target instanceof DataSource inner) || inner == current) {
                    return current;
                }
                current = inner;
            }
        }
    }
}
