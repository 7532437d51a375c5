package io.llmdatavault.observability.resilience.retry;

import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * What a method gives in the end, as far as its signature tells.
 *
 * @param type the type of the value, of a future or a publisher the type in it
 */
record ResultType(Class<?> type) {

    static ResultType of(Method method, @Nullable ReactiveAdapter adapter) {
        ResolvableType returned = ResolvableType.forMethodReturnType(method);
        if (adapter != null && adapter.isNoValue()) {
            return new ResultType(Void.class);
        }
        boolean isLater = adapter != null || CompletionStage.class.isAssignableFrom(method.getReturnType());
        Class<?> type = (isLater ? returned.getGeneric(0) : returned).resolve(Object.class);
        return new ResultType(ClassUtils.resolvePrimitiveIfNecessary(type));
    }

    /**
     * Makes sure that a predicate can test it.
     * @throws ConfigurationError when there is no result, or the predicate is for something else
     */
    void requireFitting(Class<? extends Predicate<?>> predicate, String where) {
        if (type == Void.class || type == void.class) {
            throw ConfigurationError.builder(where, "its @VaultRetry has a retryOnResult, and it has no result")
                    .detail("Remove the retryOnResult, or return what it is to test.")
                    .build();
        }
        Class<?> tested = ResolvableType.forClass(predicate)
                .as(Predicate.class)
                .getGeneric(0)
                .resolve(Object.class);
        if (!mayBe(tested)) {
            throw ConfigurationError.builder(
                            where,
                            "its retryOnResult %s tests %s, and it returns %s"
                                    .formatted(predicate.getName(), tested.getSimpleName(), type.getSimpleName()))
                    .detail("Name a Predicate<%s>.".formatted(type.getSimpleName()))
                    .build();
        }
    }

    /** Whether an object can be of both types. */
    private boolean mayBe(Class<?> tested) {
        return tested.isAssignableFrom(type)
                || type.isAssignableFrom(tested)
                || tested.isInterface()
                || type.isInterface();
    }
}
