package io.llmdatavault.observability.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;

import io.r2dbc.spi.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** A component for each R2DBC connection factory; a pool and what it wraps are one. Loaded only where R2DBC is. */
final class ReactiveDatabaseChecks implements CheckSource {

    private final HealthProperties properties;

    private final ConfigurableListableBeanFactory beanFactory;

    ReactiveDatabaseChecks(HealthProperties properties, ConfigurableListableBeanFactory beanFactory) {
        this.properties = properties;
        this.beanFactory = beanFactory;
    }

    @Override
    public List<HealthCheck> checks() {
        BeansInUse<ConnectionFactory> beans = new BeansInUse<>(ConnectionFactory.class, beanFactory);
        // Beside a data source, which is mostly there for migrations, it needs a name of its own.
        boolean alone = new BeansInUse<>(DataSource.class, beanFactory).names().isEmpty();
        String prefix = alone ? DatabaseHealthCheck.KIND : DatabaseHealthCheck.KIND + "-r2dbc";
        List<HealthCheck> checks = new ArrayList<>();
        Map<String, Supplier<@Nullable ConnectionFactory>> named =
                ComponentNames.of(prefix, find(beans), "ConnectionFactory", beanFactory);
        // Without one that is meant where none is named, the application needs each.
        boolean equals = !named.containsKey(prefix);
        named.forEach((name, source) -> checks.add(check(name, equals || name.equals(prefix), source)));
        return checks;
    }

    /** Critical is the one that the application works with where it names none. */
    private HealthCheck check(String name, boolean critical, Supplier<@Nullable ConnectionFactory> source) {
        Duration timeout =
                properties.settings(name, DatabaseHealthCheck.KIND, critical).timeout();
        return new ReactiveDatabaseHealthCheck(name, critical, source, timeout);
    }

    private static Map<String, Supplier<@Nullable ConnectionFactory>> find(BeansInUse<ConnectionFactory> beans) {
        Map<String, Supplier<@Nullable ConnectionFactory>> found = new LinkedHashMap<>();
        IdentityHashMap<Object, String> names = new IdentityHashMap<>();
        List<String> beanNames = beans.names();
        String primary = ComponentNames.primary(beanNames, beans.beanFactory());
        for (String name : beanNames) {
            ConnectionFactory made = beans.getOrMake(name);
            String other = made == null ? null : names.putIfAbsent(ReactiveDatabaseHealthCheck.innermost(made), name);
            if (other == null || name.equals(primary)) {
                found.put(name, () -> beans.get(name));
                found.remove(other);
            }
        }
        return found;
    }
}
