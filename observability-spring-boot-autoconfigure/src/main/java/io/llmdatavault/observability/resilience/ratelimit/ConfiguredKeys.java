package io.llmdatavault.observability.resilience.ratelimit;

import java.util.Map;

import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;

/** Whose permits a limit counts where the annotation does not say it. */
final class ConfiguredKeys {

    private final RateLimitProperties properties;

    private final @Nullable RequestKeys request;

    ConfiguredKeys(RateLimitProperties properties, @Nullable RequestKeys request) {
        this.properties = properties;
        this.request = request;
        properties.limits().forEach((name, limit) -> {
            if (form(name).kind().needsRequest() && request == null) {
                throw ConfigurationError.builder(
                                configKey(name),
                                "\"" + limit.key() + "\" is read from the request, and this application has none")
                        .expectedType("spel:<expression>, which reads an argument of the method; or remove it")
                        .build();
            }
        });
    }

    /** The key of a call of a method that asks a limit and names no key itself. */
    CallValue of(String name, CallExpressions expressions) {
        KeyForm form = form(name);
        String argument = form.argument();
        RequestKeys current = request;
        if (current == null || !form.kind().needsRequest()) {
            return form.kind() == KeyForm.Kind.SPEL ? expressions.compile(argument, configKey(name)) : CallValue.NONE;
        }
        return switch (form.kind()) {
            case PRINCIPAL -> call -> current.principal();
            case IP -> call -> current.ip();
            default -> call -> current.header(argument);
        };
    }

    /** Whether the configured key of a limit is read from the request. */
    boolean needsRequest(String name) {
        return form(name).kind().needsRequest();
    }

    /** Whether the configured key of a limit is the user of the request. */
    boolean needsPrincipal(String name) {
        return form(name).kind() == KeyForm.Kind.PRINCIPAL;
    }

    private KeyForm form(String name) {
        Map<String, RateLimitProperties.Limit> limits = properties.limits();
        RateLimitProperties.Limit limit = limits.get(name);
        return limit != null ? KeyForm.parse(limit.key(), configKey(name)) : KeyForm.NONE;
    }

    private static String configKey(String name) {
        return RateLimitProperties.LIMITS + name + ".key";
    }
}
