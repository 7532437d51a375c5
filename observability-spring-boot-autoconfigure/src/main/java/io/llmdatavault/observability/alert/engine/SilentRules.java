package io.llmdatavault.observability.alert.engine;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.llmdatavault.observability.alert.rule.AlertRule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Says which rules tell no channel, as each leaves out their severity: one line for those that are shipped, one for the others. */
final class SilentRules {

    private static final Logger logger = LoggerFactory.getLogger(AlertEngine.class);

    private static final int MAX_NAMES = 10;

    private SilentRules() {}

    /** Whoever has not written any of them may want to hear of the worst only. */
    static void warn(List<RuleHealth> rules, Announcer announcer) {
        Map<Boolean, List<RuleHealth>> silent = rules.stream()
                .filter(rule -> isSilent(rule, announcer))
                .collect(Collectors.partitioningBy(RuleHealth::isShipped));
        log(Level.WARN, silent.getOrDefault(false, List.of()));
        log(Level.INFO, silent.getOrDefault(true, List.of()));
    }

    private static void log(Level level, List<RuleHealth> silent) {
        if (!silent.isEmpty()) {
            logger.atLevel(level)
                    .log(
                            "No channel is told of alerts of these rules, because all channels of each leave out its"
                                    + " severity ({}): {}{}",
                            "vault.observability.alerts.channels.<name>.severities",
                            silent.stream()
                                    .limit(MAX_NAMES)
                                    .map(SilentRules::describe)
                                    .collect(Collectors.joining(", ")),
                            silent.size() > MAX_NAMES ? " and " + (silent.size() - MAX_NAMES) + " more" : "");
        }
    }

    private static boolean isSilent(RuleHealth rule, Announcer announcer) {
        AlertRule alert = rule.status().rule();
        return alert != null && alert.enabled() && announcer.isSilent(alert);
    }

    private static String describe(RuleHealth rule) {
        AlertRule alert = rule.status().rule();
        return alert == null
                ? rule.name()
                : rule.name() + " is of severity " + alert.severity().label() + ", its channels "
                        + Announcer.channels(alert);
    }
}
