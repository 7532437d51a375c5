package io.llmdatavault.observability.resilience.ratelimit;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Which methods of a class ask a limit. A class is looked through when its first bean is made, all methods at once, so
 * that what cannot work ends start-up and not a later call.
 */
final class LimitedMethods {

    private static final Map<Method, MethodLimit> NONE = Map.of();

    private final Map<Class<?>, Map<Method, MethodLimit>> byClass = new ConcurrentHashMap<>();

    private final MethodLimitFactory factory;

    LimitedMethods(MethodLimitFactory factory) {
        this.factory = factory;
    }

    /** How error messages name a method: {@code com.acme.Foo.bar(String)}. */
    static String describe(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(
                        ", ", method.getDeclaringClass().getName() + "." + method.getName() + "(", ")"));
    }

    @Nullable
    MethodLimit find(Method method, Class<?> targetClass) {
        Map<Method, MethodLimit> limits = byClass.get(targetClass);
        if (limits == null) {
            // Not computeIfAbsent: to make a limit may make beans, whose classes come here, too.
            limits = lookThrough(ClassUtils.getUserClass(targetClass));
            byClass.put(targetClass, limits);
        }
        if (limits.isEmpty()) {
            return null;
        }
        MethodLimit limit = limits.get(method);
        return limit != null ? limit : limits.get(AopUtils.getMostSpecificMethod(method, targetClass));
    }

    private Map<Method, MethodLimit> lookThrough(Class<?> type) {
        if (type.getName().startsWith("java.")) {
            return NONE;
        }
        Map<Method, MethodLimit> limits = new ConcurrentHashMap<>();
        VaultRateLimit ofType = AnnotatedElementUtils.findMergedAnnotation(type, VaultRateLimit.class);
        ReflectionUtils.doWithMethods(
                type,
                method -> {
                    VaultRateLimit ofMethod = AnnotatedElementUtils.findMergedAnnotation(method, VaultRateLimit.class);
                    if (ofMethod != null) {
                        requireInterceptable(method, type);
                        limits.put(method, factory.create(ofMethod, method));
                    } else if (ofType != null && isMeantByType(method, type)) {
                        limits.put(method, factory.create(ofType, method));
                    }
                },
                method -> !method.isSynthetic());
        return limits.isEmpty() ? NONE : limits;
    }

    private static boolean isMeantByType(Method method, Class<?> type) {
        boolean isMeant = Modifier.isPublic(method.getModifiers())
                && !Modifier.isStatic(method.getModifiers())
                && !ReflectionUtils.isObjectMethod(method);
        if (!isMeant || !Modifier.isFinal(method.getModifiers()) || Proxy.isProxyClass(type)) {
            return isMeant;
        }
        if (method.getDeclaringClass() == type) {
            requireInterceptable(method, type);
        }
        // A framework's superclass may well have final methods; nobody means them.
        return false;
    }

    private static void requireInterceptable(Method method, Class<?> type) {
        String obstacle = Modifier.isPrivate(method.getModifiers())
                ? "private"
                : Modifier.isStatic(method.getModifiers())
                        ? "static"
                        : Modifier.isFinal(method.getModifiers()) && !Proxy.isProxyClass(type) ? "final" : null;
        if (obstacle != null) {
            throw ConfigurationError.builder(
                            describe(method),
                            "it has a @VaultRateLimit and is %s, so no proxy can ask the limit".formatted(obstacle))
                    .detail("Remove \"%s\" from the method, or its annotation.".formatted(obstacle))
                    .build();
        }
    }
}
