package io.llmdatavault.observability.resilience.retry;

import java.lang.reflect.Method;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;

import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.resilience.AnnotatedMethods;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.ReactiveAdapterRegistry;

/** Makes of an annotation how its method is retried; everything that cannot work is refused here. */
final class RetriedMethodFactory {

    private final ObjectProvider<RetryExecutor> executors;

    RetriedMethodFactory(ObjectProvider<RetryExecutor> executors) {
        this.executors = executors;
    }

    RetriedMethod create(VaultRetry annotation, Method method) {
        String where = AnnotatedMethods.describe(method);
        requireBlocking(method, where);
        RetryExecutor executor = executors.getIfAvailable();
        if (executor == null) {
            throw ConfigurationError.builder(where, "it has a @VaultRetry, and nothing here can retry")
                    .detail("Add the dependencies org.springframework.retry:spring-retry and"
                            + " io.github.resilience4j:resilience4j-core, or a bean of type "
                            + RetryExecutor.class.getName() + ".")
                    .build();
        }
        String operation = operation(method);
        if (!(executor instanceof SpringRetryExecutor ours)) {
            return RetriedMethod.with(executor, annotation.policy(), operation);
        }
        Retry retry = ours.find(annotation.policy(), operation);
        if (retry == null) {
            throw ConfigurationError.builder(
                            where,
                            "it names the retry policy \"%s\", which is not configured; there are %s"
                                    .formatted(annotation.policy(), ours.names()))
                    .detail("Set a key below %s%s, or name another policy."
                            .formatted(RetryProperties.POLICIES, annotation.policy()))
                    .build();
        }
        return RetriedMethod.with(retry);
    }

    private static void requireBlocking(Method method, String where) {
        Class<?> type = method.getReturnType();
        if (CompletionStage.class.isAssignableFrom(type)
                || Future.class.isAssignableFrom(type)
                || Flow.Publisher.class.isAssignableFrom(type)
                || (type != Object.class
                        && ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null)) {
            throw ConfigurationError.builder(
                            where,
                            "it has a @VaultRetry and returns a %s, which fails after the method has returned"
                                    .formatted(type.getSimpleName()))
                    .detail(
                            "Put the annotation on the blocking method that does the work, or use the retry operators of"
                                    + " the returned type.")
                    .build();
        }
    }

    /** {@code RecordStore.readAll} becomes {@code record_store.read_all}. */
    private static String operation(Method method) {
        return snakeCase(method.getDeclaringClass().getSimpleName()) + "." + snakeCase(method.getName());
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }
}
