package io.llmdatavault.observability.alert;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.llmdatavault.observability.alert.engine.AlertEngine;
import io.llmdatavault.observability.alert.engine.AlertInstance;
import io.llmdatavault.observability.alert.engine.RuleStatus;
import io.llmdatavault.observability.alert.notify.AlertTransition;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.logging.Masker;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/** The endpoint {@code alerts}: what is pending or fires, which rules there are, what has changed. Read-only. */
@Endpoint(id = "alerts", defaultAccess = Access.READ_ONLY)
final class AlertsEndpoint {

    private final AlertEngine engine;

    private final @Nullable Masker masker;

    AlertsEndpoint(AlertEngine engine, @Nullable Masker masker) {
        this.engine = engine;
        this.masker = masker;
    }

    @ReadOperation
    Map<String, Object> everything() {
        Map<String, Object> everything = new LinkedHashMap<>();
        everything.put("active", active());
        everything.put("rules", rules());
        everything.put("history", history());
        return everything;
    }

    /** Answers {@code null} to what it does not know, which Boot makes 404. */
    @ReadOperation
    @Nullable
    Map<String, Object> part(@Selector String part) {
        return switch (part) {
            case "active" -> Map.of(part, active());
            case "rules" -> Map.of(part, rules());
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

    private List<Map<String, Object>> history() {
        return engine.history().stream().map(this::describe).toList();
    }

    private Map<String, Object> describe(AlertInstance alert) {
        Map<String, Object> members = identity(alert.rule(), alert.fingerprint(), alert.labels());
        members.put("state", alert.state().label());
        members.put("value", alert.value());
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
        members.put("value", transition.value());
        members.put("at", transition.at().toString());
        return members;
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
        members.put("id", rule.id());
        members.put("name", masked(rule.name()));
        members.put("severity", rule.severity().label());
        members.put("category", rule.category().label());
        members.put("state", status.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        members.put("condition", masked(rule.condition().promql()));
        members.put("for", rule.pendingFor().toString());
        members.put("keepFiringFor", rule.keepFiringFor().toString());
        members.put("cooldown", rule.cooldown().toString());
        members.put("channels", rule.channels().isEmpty() ? AlertEngine.DEFAULT_CHANNELS : rule.channels());
        members.put("enabled", rule.enabled());
        return members;
    }

    private String masked(String text) {
        return masker == null ? text : masker.maskText(text);
    }
}
