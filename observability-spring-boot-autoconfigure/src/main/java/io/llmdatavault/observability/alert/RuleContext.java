package io.llmdatavault.observability.alert;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import io.llmdatavault.observability.alert.engine.EvaluationRule;
import io.llmdatavault.observability.alert.promql.rulefile.AlertingRule;
import io.llmdatavault.observability.alert.promql.template.Template;
import io.llmdatavault.observability.alert.rule.AlertCondition;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.alert.rule.ErrorRate;
import io.llmdatavault.observability.alert.rule.MetricThreshold;
import io.llmdatavault.observability.configuration.DurationText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks rules against what only the application as a whole knows. */
final class RuleContext {

    private static final Logger logger = LoggerFactory.getLogger(RuleContext.class);

    private final Duration interval;

    private final Set<String> channels;

    private final RuleReach reach;

    RuleContext(Duration interval, Set<String> channels, RuleReach reach) {
        this.interval = interval;
        this.channels = channels;
        this.reach = reach;
    }

    /** The rule as the engine takes it. */
    EvaluationRule check(String origin, AlertRule rule) {
        String key = ConfiguredRules.RULES + rule.id();
        for (String channel : rule.channels()) {
            if (!channels.contains(channel)) {
                throw ConfiguredRules.error(
                        key + ".channels",
                        "names the channel '" + channel + "', which does not exist" + place(origin),
                        "some of: " + String.join(", ", channels)
                                + ". A channel is made by a Notifier bean whose name() returns " + channel
                                + ", or by the key " + ConfiguredChannels.CHANNELS + channel + ".type");
            }
        }
        String windowKey = windowKey(key, rule.condition());
        Duration window = window(rule.condition());
        if (window != null) {
            checkWindow(origin, windowKey, window);
        }
        EvaluationRule evaluated = EvaluationRule.of(rule);
        String problem = reach.problem(evaluated.rule().expression());
        if (problem != null) {
            throw ConfiguredRules.error(windowKey, problem + place(origin), reach.remedy(problem));
        }
        String shortWindow = new ShortWindows(interval).problem(evaluated.rule().expression());
        if (shortWindow != null) {
            logger.warn("{} {}{}", windowKey, shortWindow, place(origin));
        }
        if (evaluated.rule() instanceof AlertingRule alerting) {
            checkQueries(origin, key + ".labels.", alerting.labels());
            checkQueries(origin, key + ".annotations.", alerting.annotations());
        }
        return evaluated;
    }

    private static @Nullable Duration window(AlertCondition condition) {
        if (condition instanceof ErrorRate rate) {
            return rate.window();
        }
        return condition instanceof MetricThreshold threshold
                ? threshold.window().orElse(null)
                : null;
    }

    private static String windowKey(String key, AlertCondition condition) {
        if (condition instanceof ErrorRate) {
            return key + ".condition.error-rate.window";
        }
        return condition instanceof MetricThreshold ? key + ".condition.metric-threshold.window" : key + ".expr";
    }

    /** Nothing can be said to have risen with less than two samples. */
    private void checkWindow(String origin, String key, Duration window) {
        Duration shortest = interval.multipliedBy(2);
        if (window.compareTo(shortest) < 0) {
            throw ConfiguredRules.error(
                    key,
                    "is " + DurationText.of(window) + ", shorter than two intervals of " + DurationText.of(interval)
                            + place(origin),
                    "a duration from " + DurationText.of(shortest));
        }
    }

    private void checkQueries(String origin, String prefix, Map<String, Template> templates) {
        templates.forEach((name, template) -> {
            String problem = reach.problem(template);
            if (problem != null) {
                throw ConfiguredRules.error(
                        prefix + name, problem + place(origin), "a template whose queries can be evaluated");
            }
            if (template.hasUnknownQueries()) {
                logger.warn("{}{} {}{}", prefix, name, RuleReach.UNKNOWN_QUERY, place(origin));
            }
        });
    }

    /** What a key has needs no other place. */
    static String place(String origin) {
        return origin.startsWith(ConfiguredRules.RULES) ? "" : " (in " + origin + ")";
    }
}
