package io.llmdatavault.observability.alert;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.llmdatavault.observability.alert.engine.EvaluationGroup;
import io.llmdatavault.observability.alert.engine.EvaluationRule;
import io.llmdatavault.observability.alert.engine.InvalidRule;
import io.llmdatavault.observability.alert.promql.PromQlException;
import io.llmdatavault.observability.alert.promql.rulefile.RuleFileReading;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;

/**
 * All rules of an application: of properties, of beans, of rule files, and those that are shipped. What is wrong with any
 * of them ends the start-up, everything at once, or is left out.
 */
final class ConfiguredRules {

    static final String RULES = AlertProperties.PREFIX + ".rules.";

    /** The group of all rules that no file has. */
    private static final String GROUP = "rules";

    /** The group of shipped rules that nobody has changed: data that they do not find is no mistake of anybody. */
    private static final String SHIPPED = "default-rules";

    private final AlertProperties properties;

    private final RuleContext context;

    private final RuleProblems problems = new RuleProblems();

    private final Map<String, EvaluationRule> rules = new LinkedHashMap<>();

    private final Map<String, String> origins = new HashMap<>();

    private final List<EvaluationGroup> groups = new ArrayList<>();

    private final List<InvalidRule> invalid;

    /**
     * Makes and checks all rules.
     * @param properties the properties
     * @param beans rules by the names of their beans
     * @param channels the names of all channels
     * @param ruleFiles reads the rule files of these locations; what is wrong with them goes to the problems
     * @param managementPath whose requests do not count, see {@link ManagementPath}
     * @throws ConfigurationError if a rule is wrong and is not to be left out
     */
    ConfiguredRules(
            AlertProperties properties,
            Map<String, AlertRule> beans,
            Set<String> channels,
            BiFunction<List<String>, RuleProblems, List<RuleFileReading>> ruleFiles,
            String managementPath) {
        this.properties = properties;
        RuleReach reach = new RuleReach(properties.maxRetention());
        Set<String> known = new TreeSet<>(channels);
        known.add("log");
        this.context = new RuleContext(properties.interval(), known, reach);
        ShippedRules shipped = new ShippedRules(properties, managementPath, reach);
        addProperties(shipped, managementPath);
        beans.forEach((name, rule) -> addOrKeepShipped("the bean " + name, rule.id(), () -> rule, shipped));
        addGroup(added -> new EvaluationGroup(GROUP, "", Duration.ZERO, 0, added));
        shipped.others(origins.keySet()).forEach((id, rule) -> add("the rules that are shipped", id, rule::build));
        addGroup(added -> EvaluationGroup.shipped(SHIPPED, added));
        FileRules files = new FileRules(reach, new ShortWindows(properties.interval()), problems, rules.keySet());
        groups.addAll(files.groups(ruleFiles.apply(properties.ruleFiles(), problems)));
        this.invalid = problems.settle(properties.onInvalidRule());
        files.logWarnings();
        shipped.logLeftOut();
    }

    /** A group of the rules that are in none yet. */
    private void addGroup(Function<List<EvaluationRule>, EvaluationGroup> factory) {
        long grouped = groups.stream().mapToLong(group -> group.rules().size()).sum();
        List<EvaluationRule> added = rules.values().stream().skip(grouped).toList();
        if (!added.isEmpty()) {
            groups.add(factory.apply(added));
        }
    }

    private void addProperties(ShippedRules shipped, String managementPath) {
        Map<String, String> idsByLetters = new HashMap<>();
        properties.rules().forEach((written, rule) -> {
            String id = shipped.id(written);
            String other = idsByLetters.putIfAbsent(letters(written), written);
            if (other != null) {
                problems.add(RULES + written, written, alike(RULES, written, other));
            } else if (rule.isComplete() || !shipped.isAbsent(id)) {
                addOrKeepShipped(
                        RULES + written, id, () -> new RuleFactory(id, rule, managementPath).rule(shipped), shipped);
            }
        });
    }

    /** A wrong change of a shipped rule, or a wrong one in its place, changes nothing. */
    private void addOrKeepShipped(String origin, String id, Supplier<AlertRule> source, ShippedRules shipped) {
        add(origin, id, source);
        if (!rules.containsKey(id) && shipped.has(id)) {
            origins.remove(id);
            problems.keepShipped(origin);
        }
    }

    private void add(String origin, String id, Supplier<AlertRule> source) {
        String other = origins.putIfAbsent(id, origin);
        try {
            if (other != null) {
                throw error(
                        RULES + id,
                        "is defined twice, by " + other + " and by " + origin,
                        "one rule only, or give one of them another id");
            }
            rules.put(id, context.check(origin, source.get()));
        } catch (ConfigurationError ex) {
            problems.add(origin, id, ex);
        } catch (PromQlException ex) {
            String problem = "is no expression of Prometheus" + RuleContext.place(origin) + ". " + ex.getMessage();
            problems.add(origin, id, error(RULES + id + ".condition", problem, "another condition, or an expr"));
        }
    }

    /** The rules of properties and beans and those that are shipped first, then the groups of each file in their order. */
    List<EvaluationGroup> groups() {
        return List.copyOf(groups);
    }

    /** What is left out because it is wrong. */
    List<InvalidRule> invalid() {
        return invalid;
    }

    static <E extends Enum<E>> E choice(String key, @Nullable String text, E[] values) {
        return Arrays.stream(values)
                .filter(value -> label(value).equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> error(
                        key,
                        text == null ? "is missing" : "is not known: '" + text + "'",
                        "one of: "
                                + Arrays.stream(values)
                                        .map(ConfiguredRules::label)
                                        .collect(Collectors.joining(", "))));
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** An environment variable cannot tell apart what differs in hyphens only. */
    static void requireDistinct(String prefix, Set<String> ids) {
        Map<String, String> idsByLetters = new HashMap<>();
        for (String id : ids) {
            String other = idsByLetters.put(letters(id), id);
            if (other != null) {
                throw alike(prefix, id, other);
            }
        }
    }

    static String letters(String id) {
        return id.replace("-", "");
    }

    private static ConfigurationError alike(String prefix, String id, String other) {
        return error(prefix + id, "differs from the id " + other + " in hyphens only", "another id");
    }

    static ConfigurationError error(String key, @Nullable String problem, String expected) {
        return ConfigurationError.builder(key, String.valueOf(problem))
                .expectedType(expected)
                .build();
    }
}
