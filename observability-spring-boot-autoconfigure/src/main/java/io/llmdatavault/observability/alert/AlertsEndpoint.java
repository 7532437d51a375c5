package io.llmdatavault.observability.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.llmdatavault.observability.alert.engine.AlertEngine;
import io.llmdatavault.observability.alert.engine.AlertInstance;
import io.llmdatavault.observability.alert.engine.InvalidRule;
import io.llmdatavault.observability.alert.engine.RuleStatus;
import io.llmdatavault.observability.alert.notify.AlertTransition;
import io.llmdatavault.observability.alert.promql.PrometheusDuration;
import io.llmdatavault.observability.alert.promql.rulefile.AlertingRule;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.logging.Masker;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/** The endpoint {@code alerts}: what is pending or fires, which rules there are, what has changed. Read-only. */
@Endpoint(id = AlertsEndpoint.ID, defaultAccess = Access.READ_ONLY)
final class AlertsEndpoint {

    static final String ID = "alerts";

    private final AlertEngine engine;

    private final @Nullable Masker masker;

    AlertsEndpoint(AlertEngine engine, @Nullable Masker masker) {
        this.engine = engine;
        this.masker = masker;
    }

    @ReadOperation
    Map<String, Object> everything() {
        Map<String, Object> everything = new LinkedHashMap<>();
        engine.lastEvaluation().ifPresent(time -> everything.put("lastEvaluation", time.toString()));
        everything.put("active", active());
        everything.put("rules", rules());
        everything.put("invalid", invalid());
        everything.put("history", history());
        return everything;
    }

    /** Answers {@code null} to what it does not know, which Boot makes 404. */
    @ReadOperation
    @Nullable
    Map<String, Object> part(@Selector String part) {
        return switch (part) {
            case "active" -> Map.of(part, active());
            case "rules" -> rulesAndInvalid();
            case "history" -> Map.of(part, history());
            default -> null;
        };
    }

    private List<Map<String, Object>> active() {
        return engine.rules().stream()
                .flatMap(rule -> rule.active().stream())
                .map(this::describe)
                .toList();
    }

    private List<Map<String, Object>> rules() {
        return engine.rules().stream().map(this::describe).toList();
    }

    private Map<String, Object> rulesAndInvalid() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("rules", rules());
        members.put("invalid", invalid());
        return members;
    }

    private List<Map<String, Object>> invalid() {
        return engine.invalidRules().stream().map(this::describe).toList();
    }

    private List<Map<String, Object>> history() {
        return engine.history().stream().map(this::describe).toList();
    }

    private Map<String, Object> describe(AlertInstance alert) {
        Map<String, Object> members = identity(alert.rule(), alert.fingerprint(), alert.labels());
        members.put("annotations", alert.annotations());
        members.put("state", alert.state().label());
        putValue(alert.value(), alert.noData(), members);
        members.put("activeAt", alert.activeAt().toString());
        Instant firedAt = alert.firedAt();
        if (firedAt != null) {
            members.put("firedAt", firedAt.toString());
        }
        return members;
    }

    private Map<String, Object> describe(AlertTransition transition) {
        Map<String, Object> members = identity(transition.rule(), transition.fingerprint(), transition.labels());
        members.put("from", transition.from().label());
        members.put("to", transition.to().label());
        putValue(transition.value(), transition.noData(), members);
        members.put("at", transition.at().toString());
        return members;
    }

    private static void putValue(double value, boolean noData, Map<String, Object> members) {
        if (noData) {
            members.put("noData", true);
        } else if (Double.isFinite(value)) {
            // JSON has no other numbers, and a text would break whoever reads them.
            members.put("value", value);
        }
    }

    private static Map<String, Object> identity(AlertRule rule, String fingerprint, Map<String, String> labels) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("rule", rule.id());
        members.put("severity", rule.severity().label());
        members.put("fingerprint", fingerprint);
        members.put("labels", labels);
        return members;
    }

    private Map<String, Object> describe(RuleStatus status) {
        AlertRule rule = status.rule();
        Map<String, Object> members = new LinkedHashMap<>();
        if (rule != null) {
            members.put("id", rule.id());
        }
        members.put("name", masked(rule == null ? status.name() : rule.name()));
        members.put("kind", word(status.kind()));
        members.put("group", masked(status.group()));
        members.put("origin", word(status.origin()));
        if (!status.source().isEmpty()) {
            members.put("file", masked(status.source()));
            members.put("line", status.line());
        }
        members.put("state", word(status.state()));
        String error = status.error();
        if (error != null) {
            members.put("error", error);
        }
        members.put("expr", masked(status.expression()));
        if (rule != null) {
            describe(rule, status, members);
        }
        Duration took = status.evaluationDuration();
        if (took != null) {
            members.put("evaluationMillis", took.toNanos() / 1e6);
        }
        return members;
    }

    private static void describe(AlertRule rule, RuleStatus status, Map<String, Object> members) {
        members.put("severity", rule.severity().label());
        members.put("category", rule.category().label());
        if (status.definition().rule() instanceof AlertingRule computed) {
            members.put("for", duration(computed.pendingFor()));
            members.put("keepFiringFor", duration(computed.keepFiringFor()));
        }
        members.put("cooldown", duration(rule.cooldown()));
        members.put("noData", rule.noData().label());
        members.put("channels", rule.channels().isEmpty() ? AlertEngine.DEFAULT_CHANNELS : rule.channels());
        members.put("enabled", rule.enabled());
    }

    private Map<String, Object> describe(InvalidRule rule) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("source", masked(rule.source()));
        members.put("name", masked(rule.name()));
        members.put("error", masked(rule.message()));
        return members;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As it is written in a rule file. */
    private static String duration(Duration duration) {
        return PrometheusDuration.print(duration.toMillis());
    }

    private String masked(String text) {
        return masker == null ? text : masker.maskText(text);
    }
}
