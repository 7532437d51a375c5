package io.llmdatavault.observability.alert;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.llmdatavault.observability.alert.promql.PromQl;
import io.llmdatavault.observability.alert.rule.AlertRule;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of the shipped rules an application has. Nobody has written them, so that none of them may end a start-up: what
 * looks further back than samples are kept is left out.
 */
final class ShippedRules {

    private static final Logger logger = LoggerFactory.getLogger(ShippedRules.class);

    /** Slips of the pen in an id that is still taken for the one that is meant. */
    private static final int MOST_SLIPS = 3;

    private final boolean switchedOn;

    private final AlertProperties properties;

    private final String managementPath;

    private final Map<String, AlertRule.Builder> rules;

    private final Set<String> leftOut = new LinkedHashSet<>();

    /**
     * Those that fit.
     * @param properties how often, for how long, and the thresholds
     * @param managementPath whose requests do not count
     * @param reach how far back a rule may look
     */
    ShippedRules(AlertProperties properties, String managementPath, RuleReach reach) {
        this.switchedOn = properties.defaultRules();
        this.properties = properties;
        this.managementPath = managementPath;
        this.rules = new LinkedHashMap<>(DefaultRules.of(properties, managementPath));
        if (switchedOn) {
            rules.forEach((id, rule) -> {
                if (reach.problem(PromQl.parse(rule.build().condition().promql())) != null) {
                    leftOut.add(id);
                }
            });
            rules.keySet().removeAll(leftOut);
        }
    }

    /** Once, where some of them do not fit. */
    void logLeftOut() {
        if (!leftOut.isEmpty()) {
            logger.info(
                    "These shipped alert rules look further back than samples are kept ({}), and are left out: {}",
                    AlertProperties.PREFIX + ".max-retention",
                    String.join(", ", leftOut));
        }
    }

    /** The id of the shipped rule that is meant; what is written if none is. */
    String id(String written) {
        String shipped = find(written);
        return shipped == null ? written : shipped;
    }

    /** The rule, if the application has it. A new one each time: a change may turn out to be wrong halfway. */
    AlertRule.@Nullable Builder rule(String id) {
        return has(id) ? DefaultRules.of(properties, managementPath).get(id) : null;
    }

    /** Whether the application has it. */
    boolean has(String id) {
        return switchedOn && rules.containsKey(id);
    }

    /** Says of an id that no shipped rule has which one may be meant; all of them if none is near. */
    String suggestion(String id) {
        List<String> ids =
                Stream.concat(rules.keySet().stream(), leftOut.stream()).toList();
        return ids.stream()
                .filter(shipped -> slips(id, shipped) <= MOST_SLIPS)
                .min(Comparator.comparingInt(shipped -> slips(id, shipped)))
                .map(nearest -> "did you mean " + nearest + "?")
                .orElseGet(() -> "there are: " + String.join(", ", ids));
    }

    /** How many characters have to be added, removed or replaced to make one of the other. */
    private static int slips(String one, String other) {
        int[] row = IntStream.rangeClosed(0, other.length()).toArray();
        for (int i = 1; i <= one.length(); i++) {
            int before = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = before + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                before = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }

    /** Whether it is one that the application does not have: what is changed of it changes nothing. */
    boolean isAbsent(String id) {
        return leftOut.contains(id) || (!switchedOn && rules.containsKey(id));
    }

    /** Those that nobody has changed or replaced. */
    Map<String, AlertRule.Builder> others(Set<String> ids) {
        Map<String, AlertRule.Builder> others = new LinkedHashMap<>(switchedOn ? rules : Map.of());
        others.keySet().removeAll(ids);
        return others;
    }

    /** The one whose id has the same letters: an environment variable has no hyphens. */
    private @Nullable String find(String written) {
        String letters = ConfiguredRules.letters(written);
        return Stream.concat(rules.keySet().stream(), leftOut.stream())
                .filter(id -> ConfiguredRules.letters(id).equals(letters))
                .findFirst()
                .orElse(null);
    }
}
