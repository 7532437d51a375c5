package io.llmdatavault.observability.health;

import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/** What Spring wraps data sources in. Loaded only where its JDBC support is. */
final class SpringDataSources {

    /** What a key may add to the name of a component. */
    private static final int LONGEST_KEY = 40;

    private SpringDataSources() {}

    static boolean isRouting(DataSource dataSource) {
        return innermost(dataSource) instanceof AbstractRoutingDataSource;
    }

    static @Nullable DataSource defaultTarget(DataSource routing) {
        return innermost(routing) instanceof AbstractRoutingDataSource router
                ? router.getResolvedDefaultDataSource()
                : null;
    }

    /** By their keys, in an order that is the same each time. */
    static Map<String, DataSource> targets(DataSource routing) {
        Map<String, DataSource> targets = new TreeMap<>();
        if (innermost(routing) instanceof AbstractRoutingDataSource router) {
            router.getResolvedDataSources().forEach((key, target) -> targets.put(shortened(key.toString()), target));
        }
        return targets;
    }

    /** The one that it chooses when nothing says otherwise. */
    static @Nullable DataSource firstTarget(DataSource routing) {
        DataSource byDefault = defaultTarget(routing);
        return byDefault != null
                ? byDefault
                : targets(routing).values().stream().findFirst().orElse(null);
    }

    private static String shortened(String key) {
        return key.length() <= LONGEST_KEY ? key : key.substring(0, LONGEST_KEY);
    }

    static DataSource innermost(DataSource dataSource) {
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
