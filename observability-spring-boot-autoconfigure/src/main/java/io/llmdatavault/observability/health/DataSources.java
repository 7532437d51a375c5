package io.llmdatavault.observability.health;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * The data sources of an application: a pool and what wraps it are one, and one that chooses between others stands for all
 * of them. A lazy one is not made, and what it wraps is not known.
 */
final class DataSources {

    /** Of one that chooses between others: a tenant more is no component more for ever. */
    static final int MOST_TARGETS = 16;

    private static final Logger logger = LoggerFactory.getLogger(HealthMonitor.class);

    private static final boolean SPRING_JDBC_IS_PRESENT = ClassUtils.isPresent(
            "org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource", DataSources.class.getClassLoader());

    private final BeansInUse<DataSource> beans;

    DataSources(ConfigurableListableBeanFactory beanFactory) {
        this.beans = new BeansInUse<>(DataSource.class, beanFactory);
    }

    /** By what their components are called after. */
    Map<String, Found> find() {
        List<String> beanNames = beans.names();
        String primary = ComponentNames.primary(beanNames, beans.beanFactory());
        Search search = new Search();
        Map<String, DataSource> routing = new LinkedHashMap<>();
        for (String name : beanNames) {
            DataSource made = beans.getOrMake(name);
            if (made == null) {
                search.addLater(name, name.equals(primary), () -> inUse(name));
            } else if (isRouting(made)) {
                routing.put(name, made);
            } else {
                search.add(name, name.equals(primary), made);
            }
        }
        routing.forEach((name, made) -> search.addTargets(name, name.equals(primary), name.equals(primary), made));
        return search.found;
    }

    /** Its name has been given before it was made: of several targets there is a component for one only. */
    private @Nullable DataSource inUse(String name) {
        DataSource dataSource = beans.get(name);
        return dataSource != null && isRouting(dataSource) ? SpringDataSources.firstTarget(dataSource) : dataSource;
    }

    private static boolean isRouting(DataSource dataSource) {
        return SPRING_JDBC_IS_PRESENT && SpringDataSources.isRouting(dataSource);
    }

    private static DataSource innermost(DataSource dataSource) {
        return SPRING_JDBC_IS_PRESENT ? SpringDataSources.innermost(dataSource) : dataSource;
    }

    /**
     * A data source, or the place where it will be.
     *
     * @param critical whether the application works with it where it names none: the primary one, or one that the primary
     * one chooses
     */
    record Found(boolean primary, boolean critical, Supplier<@Nullable DataSource> dataSource) {

        private Found like(boolean otherIsPrimary, boolean otherIsCritical) {
            return new Found(primary || otherIsPrimary, critical || otherIsCritical, dataSource);
        }
    }

    /** Finds each pool once, however often it is wrapped and chosen. */
    private static final class Search {

        private final Map<String, Found> found = new LinkedHashMap<>();

        private final IdentityHashMap<DataSource, String> labels = new IdentityHashMap<>();

        private int targets;

        void addLater(String name, boolean primary, Supplier<@Nullable DataSource> dataSource) {
            found.put(name, new Found(primary, primary, dataSource));
        }

        /** A pool's own name is better than that of what wraps it. */
        void add(String name, boolean primary, DataSource dataSource) {
            DataSource pool = innermost(dataSource);
            String other = labels.get(pool);
            if (other == null) {
                put(name, primary, primary, dataSource);
            } else if (dataSource == pool) {
                Found wrapper = found.remove(other);
                boolean isPrimary = primary || (wrapper != null && wrapper.primary());
                put(name, isPrimary, isPrimary, dataSource);
            } else if (primary) {
                found.computeIfPresent(other, (label, wrapped) -> wrapped.like(true, true));
            }
        }

        void addTargets(String name, boolean primary, boolean critical, DataSource routing) {
            labels.put(innermost(routing), name);
            DataSource byDefault = SpringDataSources.defaultTarget(routing);
            if (byDefault != null) {
                addTarget(name, primary, critical, byDefault);
            }
            String prefix = primary ? "" : ComponentNames.hyphenated(name, "DataSource") + "-";
            SpringDataSources.targets(routing)
                    .forEach((key, target) -> addTarget(prefix + key, false, critical, target));
        }

        private void addTarget(String label, boolean primary, boolean critical, DataSource target) {
            DataSource pool = innermost(target);
            String other = labels.get(pool);
            if (other != null) {
                found.computeIfPresent(other, (known, there) -> there.like(primary, critical));
            } else if (isRouting(target)) {
                addTargets(label, primary, critical, target);
            } else if (targets < MOST_TARGETS) {
                targets++;
                put(ComponentNames.unused(label, found), primary, critical, target);
            } else if (targets++ == MOST_TARGETS) {
                logger.warn(
                        "Data sources choose between more than {} others; those beyond are not checked", MOST_TARGETS);
            }
        }

        private void put(String label, boolean primary, boolean critical, DataSource dataSource) {
            labels.put(innermost(dataSource), label);
            found.put(label, new Found(primary, critical, () -> dataSource));
        }
    }
}
