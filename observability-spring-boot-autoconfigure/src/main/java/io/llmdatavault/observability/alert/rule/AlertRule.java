package io.llmdatavault.observability.alert.rule;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import io.llmdatavault.observability.alert.promql.template.Template;
import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;

/**
 * When somebody is told what. Any bean of this type is a rule, beside those below
 * {@code vault.observability.alerts.rules}. Immutable.
 *
 * @since 0.1.0
 */
public final class AlertRule {

    private final String id;

    private final String name;

    private final AlertSeverity severity;

    private final AlertCategory category;

    private final AlertCondition condition;

    private final Duration pendingFor;

    private final Duration keepFiringFor;

    private final Duration cooldown;

    private final List<String> channels;

    private final Map<String, Template> labels;

    private final Map<String, Template> annotations;

    private final boolean enabled;

    private final NoDataPolicy noData;

    private AlertRule(Builder builder, AlertCondition condition) {
        this.id = builder.id;
        this.name = builder.name;
        this.severity = builder.severity;
        this.category = builder.category;
        this.condition = condition;
        this.pendingFor = builder.pendingFor;
        this.keepFiringFor = builder.keepFiringFor;
        this.cooldown = builder.cooldown;
        this.channels = List.copyOf(builder.channels);
        this.labels = Collections.unmodifiableMap(new TreeMap<>(builder.labels));
        this.annotations = Collections.unmodifiableMap(new TreeMap<>(builder.annotations));
        this.enabled = builder.enabled;
        this.noData = builder.noData;
    }

    /**
     * Starts a rule.
     * @param id unique among all rules: 1 to 200 characters, as in {@code high-error-rate}
     * @return a builder
     */
    public static Builder builder(String id) {
        return new Builder(id);
    }

    /** The rule's id, as in {@code high-error-rate}. */
    public String id() {
        return id;
    }

    /** What people read: the name, or the id when none was given. */
    public String name() {
        return name;
    }

    /** How bad its alerts are. */
    public AlertSeverity severity() {
        return severity;
    }

    /** What its alerts are about. */
    public AlertCategory category() {
        return category;
    }

    /** When the rule is true. */
    public AlertCondition condition() {
        return condition;
    }

    /** How long the condition must be true, at every evaluation, before the alert fires: with zero, at the first. */
    public Duration pendingFor() {
        return pendingFor;
    }

    /** How long an alert keeps firing after its condition has become false: zero or more. */
    public Duration keepFiringFor() {
        return keepFiringFor;
    }

    /** How long after it was resolved an alert that fires again is not notified about: zero or more. */
    public Duration cooldown() {
        return cooldown;
    }

    /** Who is told: names of channels; empty for one log line. */
    public List<String> channels() {
        return channels;
    }

    /** Labels of every alert of this rule, beside those of the series, as they were written: a copy, sorted by name. */
    public Map<String, String> labels() {
        return texts(labels);
    }

    /** Texts that go with every notification, as they were written: a copy, sorted by name. */
    public Map<String, String> annotations() {
        return texts(annotations);
    }

    /** {@link #labels()} as they are rendered: unmodifiable, sorted by name. */
    public Map<String, Template> labelTemplates() {
        return labels;
    }

    /** {@link #annotations()} as they are rendered: unmodifiable, sorted by name. */
    public Map<String, Template> annotationTemplates() {
        return annotations;
    }

    private static Map<String, String> texts(Map<String, Template> templates) {
        Map<String, String> texts = new TreeMap<>();
        templates.forEach((name, template) -> texts.put(name, template.toString()));
        return texts;
    }

    /** Whether the rule is evaluated. */
    public boolean enabled() {
        return enabled;
    }

    /** What it makes of there being no data. */
    public NoDataPolicy noData() {
        return noData;
    }

    @Override
    public String toString() {
        return "AlertRule " + id + ": " + condition.promql();
    }

    /**
     * Builds rules. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private final String id;

        private String name;

        private AlertSeverity severity = AlertSeverity.WARNING;

        private AlertCategory category = AlertCategory.AVAILABILITY;

        private @Nullable AlertCondition condition;

        private Duration pendingFor = Duration.ZERO;

        private Duration keepFiringFor = Duration.ZERO;

        private Duration cooldown = Duration.ZERO;

        private final Set<String> channels = new LinkedHashSet<>();

        private final Map<String, Template> labels = new TreeMap<>();

        private final Map<String, Template> annotations = new TreeMap<>();

        private boolean enabled = true;

        private NoDataPolicy noData = NoDataPolicy.OK;

        private Builder(String id) {
            this.id = Objects.requireNonNull(id, "id");
            this.name = id;
        }

        /**
         * What people read; the id when nothing is said.
         * @param name a short text
         * @return this
         */
        public Builder name(String name) {
            this.name = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * How bad its alerts are; {@link AlertSeverity#WARNING} when nothing is said.
         * @param severity the severity
         * @return this
         */
        public Builder severity(AlertSeverity severity) {
            this.severity = Objects.requireNonNull(severity, "severity");
            return this;
        }

        /**
         * What its alerts are about; {@link AlertCategory#AVAILABILITY} when nothing is said.
         * @param category the category
         * @return this
         */
        public Builder category(AlertCategory category) {
            this.category = Objects.requireNonNull(category, "category");
            return this;
        }

        /**
         * When the rule is true. Required.
         * @param condition the condition
         * @return this
         */
        public Builder condition(AlertCondition condition) {
            this.condition = Objects.requireNonNull(condition, "condition");
            return this;
        }

        /**
         * When the rule is true, as an expression of Prometheus: for every series of its result.
         * @param promql gives an instant vector or a scalar, as in {@code queue_depth > 1000}
         * @return this
         * @throws ConfigurationError when it is none, with line, column and what was expected
         */
        public Builder expr(String promql) {
            this.condition = AlertRuleChecks.expression(id, Objects.requireNonNull(promql, "promql"));
            return this;
        }

        /**
         * How long the condition must be true before the alert fires; the key {@code for}.
         * @param pendingFor zero to 365 days
         * @return this
         */
        public Builder pendingFor(Duration pendingFor) {
            this.pendingFor = Objects.requireNonNull(pendingFor, "pendingFor");
            return this;
        }

        /**
         * How long an alert keeps firing after its condition has become false.
         * @param keepFiringFor zero to 365 days
         * @return this
         */
        public Builder keepFiringFor(Duration keepFiringFor) {
            this.keepFiringFor = Objects.requireNonNull(keepFiringFor, "keepFiringFor");
            return this;
        }

        /**
         * How long after it was resolved an alert that fires again is not notified about.
         * @param cooldown zero to 365 days
         * @return this
         */
        public Builder cooldown(Duration cooldown) {
            this.cooldown = Objects.requireNonNull(cooldown, "cooldown");
            return this;
        }

        /**
         * Tells one more channel.
         * @param channel its name
         * @return this
         */
        public Builder channel(String channel) {
            channels.add(Objects.requireNonNull(channel, "channel"));
            return this;
        }

        /**
         * Adds a label to every alert of this rule: a template of Prometheus. It wins over the label of a series.
         * @param name its name, of letters, digits and underscores
         * @param value its value
         * @return this
         * @throws ConfigurationError when the value is no template
         */
        public Builder label(String name, String value) {
            return label(name, new AlertRuleChecks(id).template("labels", name, value));
        }

        /**
         * As above, of a template that has been parsed.
         * @param name its name, of letters, digits and underscores
         * @param value its value
         * @return this
         */
        public Builder label(String name, Template value) {
            labels.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * Adds a text to every notification.
         * @param name its name, of letters, digits and underscores, as in {@code summary}
         * @param text a template of Prometheus, as in <code>{{ $labels.queue }} is full</code>
         * @return this
         * @throws ConfigurationError when the text is no template
         */
        public Builder annotation(String name, String text) {
            return annotation(name, new AlertRuleChecks(id).template("annotations", name, text));
        }

        /**
         * As above, of a template that has been parsed.
         * @param name its name, of letters, digits and underscores
         * @param text the template
         * @return this
         */
        public Builder annotation(String name, Template text) {
            annotations.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(text, "text"));
            return this;
        }

        /**
         * Whether the rule is evaluated; it is when nothing is said.
         * @param enabled whether it is
         * @return this
         */
        public Builder enabled(boolean enabled) {
            this.enabled = enabled;
            return this;
        }

        /**
         * What to make of there being no data; {@link NoDataPolicy#OK}, as Prometheus does, when nothing is said.
         * @param noData the policy
         * @return this
         */
        public Builder noData(NoDataPolicy noData) {
            this.noData = Objects.requireNonNull(noData, "noData");
            return this;
        }

        /**
         * Checks and builds.
         * @return the rule
         * @throws ConfigurationError when something is missing or wrong
         */
        public AlertRule build() {
            AlertRuleChecks checks = new AlertRuleChecks(id);
            checks.requireId();
            if (condition == null) {
                throw checks.error("condition", "is missing", "a condition, as in metric-threshold, or expr");
            }
            checks.requireDuration("for", pendingFor);
            checks.requireDuration("keep-firing-for", keepFiringFor);
            checks.requireDuration("cooldown", cooldown);
            checks.requireNames("labels", labels.keySet());
            checks.requireNames("annotations", annotations.keySet());
            return new AlertRule(this, condition);
        }
    }
}
