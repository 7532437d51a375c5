package io.llmdatavault.observability.health;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;

import org.springframework.aop.scope.ScopedObject;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The data sources that there are already: a check makes none, so that a lazy one stays lazy; and one of a scope is of no use
 * to a thread that is in none.
 */
final class DataSourcesInUse implements Supplier<Map<String, DataSource>> {

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
        return dataSources;
    }
}
