package io.llmdatavault.observability.alert.engine;

import java.util.List;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Says what rules cannot see: that there is no registry, or which of them have found nothing so far. Each once, however
 * many rules there are. Used by one thread.
 */
final class DataReach {

    private static final Logger logger = LoggerFactory.getLogger(AlertEngine.class);

    /** So often may there be nothing before somebody asks whether a name is wrong. */
    private static final int PATIENCE = 3;

    private static final int MAX_NAMES = 10;

    private static final String NO_REGISTRY =
            "No meter registry counts from the start on: add micrometer-registry-prometheus";

    private final List<RuleHealth> rules;

    private int evaluations;

    private boolean saidNoRegistry;

    DataReach(List<RuleHealth> rules) {
        this.rules = rules.stream().filter(RuleHealth::isEnabled).toList();
    }

    /** There is nothing to read. Whoever has not written any rule has not asked to hear of it. */
    void withoutRegistry() {
        rules.forEach(rule -> rule.withoutRegistry(NO_REGISTRY));
        if (!saidNoRegistry) {
            saidNoRegistry = true;
            Level level = rules.stream().allMatch(RuleHealth::isShipped) ? Level.INFO : Level.WARN;
            logger.atLevel(level).log("No alert rule is evaluated: {}", NO_REGISTRY);
        }
    }

    /** All groups were evaluated that have no interval of their own. */
    void evaluated() {
        if (evaluations < PATIENCE && ++evaluations == PATIENCE) {
            List<String> names = rules.stream()
                    .filter(RuleHealth::hasNeverFoundData)
                    .map(RuleHealth::name)
                    .toList();
            if (!names.isEmpty()) {
                logger.info(
                        "Alert rules with no data so far: {}{}. Nothing of the kind has happened yet, or a name in them is"
                                + " wrong",
                        names.stream().limit(MAX_NAMES).collect(Collectors.joining(", ")),
                        names.size() > MAX_NAMES ? " and " + (names.size() - MAX_NAMES) + " more" : "");
            }
        }
    }
}
