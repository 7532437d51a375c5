package io.llmdatavault.observability.resilience.retry;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.error.ErrorChain;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** The methods of one name that stand in for a method that has failed for good. Thread-safe. */
final class FallbackMethod {

    /** The nearest type of failure first; one that takes no failure is the last. */
    private final List<Method> candidates;

    private final int parameters;

    private FallbackMethod(List<Method> candidates, int parameters) {
        this.candidates = candidates;
        this.parameters = parameters;
    }

    /**
     * Finds them.
     * @throws ConfigurationError when there is none that could be called
     */
    static FallbackMethod of(Method method, String name, String where) {
        List<Method> candidates = named(method.getDeclaringClass(), name)
                .filter(candidate -> takes(candidate, method))
                .filter(candidate -> ClassUtils.isAssignable(method.getReturnType(), candidate.getReturnType())
                        || method.getReturnType() == void.class)
                .sorted(Comparator.comparingInt((Method candidate) -> distance(candidate, method.getParameterCount()))
                        .reversed())
                .toList();
        if (candidates.isEmpty()) {
            throw ConfigurationError.builder(
                            where,
                            "its @VaultRetry names the fallback method \"%s\", which does not fit".formatted(name))
                    .detail("Write a method %s into %s that takes %s, if it likes a failure after them, and returns %s."
                            .formatted(
                                    name,
                                    method.getDeclaringClass().getSimpleName(),
                                    method.getParameterCount() == 0
                                            ? "no parameters"
                                            : "the parameters " + Arrays.toString(simpleNames(method)),
                                    method.getReturnType().getSimpleName()))
                    .build();
        }
        candidates.forEach(ReflectionUtils::makeAccessible);
        return new FallbackMethod(candidates, method.getParameterCount());
    }

    private static String[] simpleNames(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .toArray(String[]::new);
    }

    private static Stream<Method> named(Class<?> type, String name) {
        return Arrays.stream(ReflectionUtils.getUniqueDeclaredMethods(type))
                .filter(method -> method.getName().equals(name) && !method.isBridge());
    }

    private static boolean takes(Method candidate, Method method) {
        Class<?>[] types = candidate.getParameterTypes();
        int count = method.getParameterCount();
        boolean takesFailure = types.length == count + 1 && Throwable.class.isAssignableFrom(types[count]);
        return (types.length == count || takesFailure)
                && Arrays.equals(Arrays.copyOf(types, count), method.getParameterTypes())
                && !candidate.equals(method);
    }

    /** How far the type of the failure is from Object; zero for one that takes none. */
    private static int distance(Method candidate, int parameters) {
        int distance = 0;
        if (candidate.getParameterCount() > parameters) {
            for (Class<?> type = candidate.getParameterTypes()[parameters];
                    Throwable.class.isAssignableFrom(type);
                    type = type.getSuperclass()) {
                distance++;
            }
        }
        return distance;
    }

    /** Calls the one that fits the failure best; throws the failure when none does. */
    @Nullable
    Object call(MethodInvocation call, Exception failure) throws Exception {
        for (Method candidate : candidates) {
            boolean takesFailure = candidate.getParameterCount() > parameters;
            if (!takesFailure || candidate.getParameterTypes()[parameters].isInstance(failure)) {
                @Nullable Object[] arguments = Arrays.copyOf(call.getArguments(), candidate.getParameterCount());
                if (takesFailure) {
                    arguments[parameters] = failure;
                }
                try {
                    return invoke(candidate, call.getThis(), arguments);
                } catch (Exception | Error ex) {
                    remember(failure, ex);
                    throw ex;
                }
            }
        }
        throw failure;
    }

    /** What a fallback fails with also tells why there was one. */
    static void remember(Throwable failure, Throwable thrown) {
        if (ErrorChain.of(thrown).noneMatch(cause -> cause == failure)
                && thrown.getSuppressed().length < RetryCourse.MAX_SUPPRESSED) {
            thrown.addSuppressed(failure);
        }
    }

    private static @Nullable Object invoke(Method method, @Nullable Object target, @Nullable Object[] arguments)
            throws Exception {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException ex) {
            if (ex.getTargetException() instanceof Exception cause) {
                throw cause;
            }
            if (ex.getTargetException() instanceof Error error) {
                throw error;
            }
            throw new UndeclaredThrowableException(ex.getTargetException());
        }
    }
}
