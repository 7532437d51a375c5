package io.llmdatavault.observability.health;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.llmdatavault.observability.error.ConfigurationError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses settings of checks that there are not, once it is known which there are. */
record CheckKeys(HealthProperties properties, Collection<String> shipped, Collection<String> checks) {

    private static final Logger logger = LoggerFactory.getLogger(HealthMonitor.class);

    /** Indicators are known when the endpoint has been made. Where it has not, a key may be meant for one of them. */
    void require(IndicatorChecks indicators) {
        List<String> there =
                Stream.concat(checks.stream(), indicators.settable().stream()).toList();
        List<String> known = Stream.concat(shipped.stream(), there.stream())
                .distinct()
                .sorted()
                .toList();
        boolean all = indicators.areKnown() || !properties.wrapBootIndicators();
        TreeSet<String> seen = new TreeSet<>();
        for (String key : properties.checks().keySet()) {
            String full = HealthProperties.CHECKS + "." + key;
            if (all && isNone(key, known)) {
                throw ConfigurationError.builder(full, "There is no such health check")
                        .detail("Correct or remove it. The health checks are: %s.".formatted(String.join(", ", known)))
                        .build();
            }
            if (!seen.add(CheckNames.uniform(key))) {
                throw ConfigurationError.builder(full, "The health check is there twice, in two spellings")
                        .detail("Write all settings of a health check below one key.")
                        .build();
            }
            if (isNone(key, there)) {
                logger.warn("{} has no effect: there is nothing here that it could check", full);
            }
        }
    }

    private static boolean isNone(String key, List<String> names) {
        return names.stream().noneMatch(name -> CheckNames.areEqual(name, key));
    }
}
