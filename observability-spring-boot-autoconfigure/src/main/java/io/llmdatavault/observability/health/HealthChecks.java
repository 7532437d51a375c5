package io.llmdatavault.observability.health;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.env.Environment;

/** The checks of an application: its own and the shipped ones, each with its name, without those that are switched off. */
final class HealthChecks {

    private static final Logger logger = LoggerFactory.getLogger(HealthMonitor.class);

    private static final List<String> SHIPPED = List.of(
            MemoryHealthCheck.NAME,
            DatabaseHealthCheck.KIND,
            StorageHealthCheck.KIND,
            KmsHealthCheck.KIND,
            HttpHealthCheck.KIND);

    private final HealthProperties properties;

    private final Environment environment;

    private final Map<String, String> own = new ConcurrentHashMap<>();

    private @Nullable CheckKeys keys;

    HealthChecks(HealthProperties properties, Environment environment) {
        this.properties = properties;
        this.environment = environment;
    }

    /** Whether a component that is named in the configuration cannot have the name. */
    static boolean isTaken(String name) {
        return CheckNames.isGroup(name) || SHIPPED.stream().anyMatch(shipped -> CheckNames.areEqual(shipped, name));
    }

    Map<HealthCheck, CheckSettings> find(ListableBeanFactory beanFactory) {
        Map<String, Named> byName = new LinkedHashMap<>();
        // Not getBeansOfType: it leaves out a bean that is being made, without a word.
        for (String beanName : beanFactory.getBeanNamesForType(HealthCheck.class, true, true)) {
            if (!ScopedProxyUtils.isScopedTarget(beanName)
                    && make(beanName, beanFactory) instanceof HealthCheck check) {
                add(beanName, check, byName);
            }
        }
        for (String beanName : beanFactory.getBeanNamesForType(CheckSource.class, true, true)) {
            beanFactory.getBean(beanName, CheckSource.class).checks().forEach(check -> add(beanName, check, byName));
        }
        List<String> names = byName.values().stream()
                .flatMap(named -> Stream.of(named.name, named.kind()))
                .distinct()
                .toList();
        keys = new CheckKeys(properties, SHIPPED, names);
        warnOfWhatHasNoEffect(names);
        Map<HealthCheck, CheckSettings> enabled = new LinkedHashMap<>();
        for (Named named : byName.values()) {
            if (isEnabled(named)) {
                if (!named.isShipped()) {
                    own.put(named.name, named.beanName);
                }
                enabled.put(named.check, properties.settings(named.name, named.kind(), named.check.critical()));
            }
        }
        return enabled;
    }

    /** To be called when the indicators are known, too. */
    void requireKnownKeys(IndicatorChecks indicators) {
        if (keys != null) {
            keys.require(indicators);
        }
    }

    /**
     * Refuses a check of the application's whose name a contributor of the health endpoint holds: it would be shown nowhere and
     * decide nothing, although it was written to. A shipped one just makes place.
     */
    void requireNoOwn(String name, Object contributor) {
        String beanName = own.get(name);
        if (beanName != null) {
            throw ConfigurationError.builder(
                            CheckNames.bean(beanName),
                            "its name() returns '%s', which is the name of the health contributor %s, too"
                                    .formatted(name, contributor.getClass().getName()))
                    .detail(
                            "Let name() of the check return another name, or leave out the bean or the auto-configuration that"
                                    + " brings the contributor.")
                    .build();
        }
    }

    private static void add(String beanName, HealthCheck check, Map<String, Named> byName) {
        String name = check.name();
        CheckNames.requireName(beanName, name);
        byName.merge(CheckNames.uniform(name), new Named(name, beanName, check), HealthChecks::choose);
    }

    private static Object make(String beanName, ListableBeanFactory beanFactory) {
        if (!beanFactory.isSingleton(beanName)) {
            throw ConfigurationError.builder(CheckNames.bean(beanName), "it is a health check and no singleton")
                    .detail(
                            "Remove its scope, or give the scope a proxyMode: a check is found once, when the application"
                                    + " starts.")
                    .build();
        }
        try {
            return beanFactory.getBean(beanName);
        } catch (BeanCurrentlyInCreationException ex) {
            throw ConfigurationError.builder(
                            CheckNames.bean(beanName),
                            "it needs the health of the application to be made, which needs this check")
                    .detail(
                            "Let it, or what it depends on, ask for ObjectProvider<HealthMonitor> in place of what shows"
                                    + " health.")
                    .cause(ex)
                    .build();
        }
    }

    /** The application's own check takes the place of a shipped one. */
    private static Named choose(Named one, Named other) {
        if (one.isShipped() != other.isShipped()) {
            Named shipped = one.isShipped() ? one : other;
            Named own = one.isShipped() ? other : one;
            if (shipped.kind().equals(HttpHealthCheck.KIND)) {
                throw refusedBesideUrl(own, shipped.name);
            }
            return own;
        }
        throw ConfigurationError.builder(
                        CheckNames.bean(one.beanName),
                        "its name() returns '%s', as that of the bean '%s' does".formatted(one.name, other.beanName))
                .detail("Let name() of one of them return another name.")
                .build();
    }

    /** Who has named a URL wants it asked: unlike a shipped check, it is there by the application's own wish. */
    private static ConfigurationError refusedBesideUrl(Named own, String url) {
        return ConfigurationError.builder(
                        CheckNames.bean(own.beanName),
                        "its name() returns '%s', which is the name of %shttp.%s.url, too"
                                .formatted(own.name, HealthProperties.PREFIX, url))
                .detail("Let its name() return another name, or name the URL otherwise.")
                .build();
    }

    private void warnOfWhatHasNoEffect(List<String> names) {
        Stream.of(
                        properties.storage().findKeyWithoutEffect(),
                        names.contains(KmsHealthCheck.KIND)
                                ? Optional.<String>empty()
                                : properties.kms().findKeyWithoutEffect())
                .flatMap(Optional::stream)
                .forEach(key -> logger.warn("{} has no effect: there is nothing here that it could check", key));
    }

    /** Boot's own switches work for these components, too; that of its defaults not for what the application brings. */
    private boolean isEnabled(Named named) {
        boolean byDefault = !named.isShipped()
                || environment.getProperty("management.health.defaults.enabled", Boolean.class, true);
        boolean ofKind =
                environment.getProperty("management.health." + named.kind() + ".enabled", Boolean.class, byDefault);
        return environment.getProperty("management.health." + named.name + ".enabled", Boolean.class, ofKind)
                && properties
                        .findCheck(named.name, named.kind())
                        .map(HealthProperties.Check::enabled)
                        .orElse(true);
    }

    static List<CheckRunner> runners(
            Map<HealthCheck, CheckSettings> checks,
            UnaryOperator<HealthCheck> decoration,
            CheckRunner.Listener listener) {
        List<CheckRunner> runners = new ArrayList<>();
        checks.forEach((check, settings) -> runners.add(
                new CheckRunner(decoration.apply(check), settings, listener, Clock.systemUTC(), System::nanoTime)));
        return runners;
    }

    /** Marks the checks of this starter. */
    interface Shipped extends HealthCheck {

        /** Of several components of one kind each has a name of its own, and the settings of the kind unless it has others. */
        default String kind() {
            return name();
        }
    }

    private record Named(String name, String beanName, HealthCheck check) {

        boolean isShipped() {
            return check instanceof Shipped;
        }

        String kind() {
            return check instanceof Shipped shipped ? shipped.kind() : name;
        }
    }
}
