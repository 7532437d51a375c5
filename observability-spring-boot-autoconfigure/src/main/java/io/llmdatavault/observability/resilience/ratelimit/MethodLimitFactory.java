package io.llmdatavault.observability.resilience.ratelimit;

import java.lang.reflect.Method;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.resilience.AnnotatedMethods;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/** Makes of an annotation what its method asks; everything that cannot work is refused here. */
final class MethodLimitFactory {

    private static final List<Class<?>> WHOLE =
            List.of(Long.class, Integer.class, Short.class, Byte.class, BigInteger.class);

    private final ObjectProvider<RateLimits> rateLimits;

    private final ObjectProvider<ConfiguredKeys> keys;

    private final ObjectProvider<DeferredCalls> deferred;

    private final BeanFactory beanFactory;

    MethodLimitFactory(
            ObjectProvider<RateLimits> rateLimits,
            ObjectProvider<ConfiguredKeys> keys,
            ObjectProvider<DeferredCalls> deferred,
            BeanFactory beanFactory) {
        this.deferred = deferred;
        this.rateLimits = rateLimits;
        this.keys = keys;
        this.beanFactory = beanFactory;
    }

    MethodLimit create(List<VaultRateLimit> annotations, Method method) {
        String where = AnnotatedMethods.describe(method);
        CallExpressions expressions = new CallExpressions(method, beanFactory);
        Set<String> names = new HashSet<>();
        List<LimitedCall> limits = new ArrayList<>();
        DeferredCalls calls = deferred(method);
        for (VaultRateLimit annotation : annotations) {
            if (!names.add(annotation.value() + " " + annotation.key())) {
                throw ConfigurationError.builder(
                                where,
                                "it asks the rate limit \"%s\" twice for the same key".formatted(annotation.value()))
                        .detail("Remove one of the two annotations, or give it permits.")
                        .build();
            }
            if (calls == null) {
                requireNoRequest(annotation, where);
            }
            limits.add(create(annotation, where, expressions));
        }
        boolean needsPrincipal = annotations.stream()
                .anyMatch(annotation ->
                        annotation.key().isBlank() && keys.getObject().needsPrincipal(annotation.value()));
        boolean mayWait = limits.stream().anyMatch(limit -> limit.gate().mayWait());
        boolean isHeld = limits.stream().anyMatch(limit -> limit.gate() instanceof CountedLimit ours && ours.isHeld());
        ReactiveAdapter adapter = isHeld && calls == null ? adapter(method.getReturnType()) : null;
        return new MethodLimit(List.copyOf(limits), calls, needsPrincipal, mayWait, adapter);
    }

    private static @Nullable ReactiveAdapter adapter(Class<?> type) {
        return type == Object.class || CompletionStage.class.isAssignableFrom(type)
                ? null
                : ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
    }

    private LimitedCall create(VaultRateLimit annotation, String where, CallExpressions expressions) {
        Gate gate = gate(annotation.value(), where);
        CallValue key = annotation.key().isBlank()
                ? keys.getObject().of(annotation.value(), expressions)
                : expressions.compile(annotation.key(), where);
        return new LimitedCall(where, gate, key, permits(annotation, gate, where, expressions));
    }

    private @Nullable CallValue permits(
            VaultRateLimit annotation, Gate gate, String where, CallExpressions expressions) {
        if (annotation.permits().isBlank()) {
            return keys.getObject().permits(annotation.value(), where);
        }
        CallValue permits = expressions.compile(annotation.permits(), where);
        requireFitting(annotation.permits(), gate, where, expressions);
        return permits;
    }

    /** On Spring WebFlux only, and for what can wait; nothing else knows there which request it works for. */
    private @Nullable DeferredCalls deferred(Method method) {
        DeferredCalls calls = deferred.getIfAvailable();
        return calls != null && DeferredCalls.canDefer(method.getReturnType()) ? calls : null;
    }

    private void requireNoRequest(VaultRateLimit annotation, String where) {
        if (deferred.getIfAvailable() == null) {
            return;
        }
        String name = annotation.value();
        if (annotation.key().isBlank() && keys.getObject().needsRequest(name)) {
            throw ofRequest("the key", name, where, "whose permits are counted into the annotation's key");
        }
        if (annotation.permits().isBlank() && keys.getObject().countsBytes(name)) {
            throw ofRequest("the weight", name, where, "how many bytes are counted into the annotation's permits");
        }
    }

    private static ConfigurationError ofRequest(String what, String name, String where, String instead) {
        return ConfigurationError.builder(
                        where,
                        "%s of the rate limit \"%s\" is read from the request, which on Spring WebFlux only a method knows that returns a Mono or Flux"
                                .formatted(what, name))
                .detail("Return a Mono or Flux, or write " + instead + ".")
                .build();
    }

    private Gate gate(String name, String where) {
        RateLimits limits = rateLimits.getIfAvailable();
        if (limits == null) {
            throw ConfigurationError.builder(where, "it has a @VaultRateLimit, and nothing here can count")
                    .detail("Add a bean of type " + RateLimits.class.getName() + ".")
                    .build();
        }
        if (limits instanceof ConfiguredRateLimits ours && ours.find(name) == null) {
            throw unknown(name, where, ours);
        }
        return Gate.of(limits, name);
    }

    private static void requireFitting(String permits, Gate gate, String where, CallExpressions expressions) {
        Class<?> type = expressions.typeOfArgument(permits, where);
        if (type != null && !mayBeWhole(ClassUtils.resolvePrimitiveIfNecessary(type))) {
            throw ConfigurationError.builder(
                            where, "\"%s\" is a %s and no number of permits".formatted(permits, type.getSimpleName()))
                    .detail("Ask for a whole number of permits, as in #files.size().")
                    .build();
        }
        if (CallExpressions.isConstant(permits, where)) {
            requireFitting(permits, gate, where);
        }
    }

    private static boolean mayBeWhole(Class<?> type) {
        return WHOLE.stream().anyMatch(whole -> type.isAssignableFrom(whole));
    }

    private static void requireFitting(String permits, Gate gate, String where) {
        Object value = CallExpressions.constant(permits, where);
        if (!(value instanceof Integer || value instanceof Long) || ((Number) value).longValue() < 1) {
            throw ConfigurationError.builder(
                            where, "\"%s\" is no number of permits: a call takes 1 or more".formatted(permits))
                    .detail("Ask for a whole number of permits from 1.")
                    .build();
        }
        if (gate instanceof CountedLimit limit && ((Number) value).longValue() > limit.highest()) {
            throw ConfigurationError.builder(
                            where,
                            "\"%s\" asks for %s permits of the rate limit \"%s\", which has %d"
                                    .formatted(permits, value, limit.name(), limit.highest()))
                    .detail("Ask for 1 to %d permits, or raise %s%s.limit."
                            .formatted(limit.highest(), RateLimitProperties.LIMITS, limit.name()))
                    .build();
        }
    }

    private static ConfigurationError unknown(String name, String where, ConfiguredRateLimits ours) {
        String known = ours.names().isEmpty() ? "there is none" : "there are " + String.join(", ", ours.names());
        return ConfigurationError.builder(
                        where, "it names the rate limit \"%s\", which is not configured; %s".formatted(name, known))
                .detail(
                        name.isBlank()
                                ? "Write the name of a limit below %s into the annotation."
                                        .formatted(RateLimitProperties.LIMITS)
                                : "Set %s%s.type and .limit, or name another limit."
                                        .formatted(RateLimitProperties.LIMITS, name))
                .build();
    }
}
