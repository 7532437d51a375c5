package io.llmdatavault.observability.resilience.ratelimit;

import java.util.Map;

import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.error.InternalServerError;
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

    /**
     * How many permits of a limit a call takes that does not say it.
     * @param where the method
     * @return {@code null} for one
     */
    @Nullable
    CallValue permits(String name, String where) {
        if (!countsBytes(name)) {
            return null;
        }
        RequestKeys current = request;
        if (current == null) {
            throw ConfigurationError.builder(
                            where,
                            "the rate limit \"%s\" counts bytes, and there is no request that would say how many"
                                    .formatted(name))
                    .detail("Say it in the annotation, as in permits = \"#body.length\".")
                    .build();
        }
        return call -> {
            Long weight = current.weight();
            if (weight == null) {
                throw InternalServerError.builder(
                                "%s was called outside of a request, and the rate limit \"%s\" counts bytes: the annotation has to say how many, by permits"
                                        .formatted(where, name))
                        .build();
            }
            return weight;
        };
    }

    /** Whether a call of a limit weighs as much as the body of the request, unless it says so itself. */
    boolean countsBytes(String name) {
        RateLimitProperties.Limit limit = properties.limits().get(name);
        return limit != null && limit.type() == RequestRate.BYTES_PER_SECOND;
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
