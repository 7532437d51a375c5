package io.llmdatavault.observability.resilience.retry;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.function.Predicate;

import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.resilience.AnnotatedMethods;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/** Makes of an annotation how its method is retried; everything that cannot work is refused here. */
final class RetriedMethodFactory {

    private final ObjectProvider<RetryExecutor> executors;

    private final ListableBeanFactory beanFactory;

    private final boolean hasReactor;

    RetriedMethodFactory(ObjectProvider<RetryExecutor> executors, ListableBeanFactory beanFactory) {
        this(
                executors,
                beanFactory,
                ClassUtils.isPresent("reactor.core.publisher.Flux", RetriedMethodFactory.class.getClassLoader()));
    }

    RetriedMethodFactory(ObjectProvider<RetryExecutor> executors, ListableBeanFactory beanFactory, boolean hasReactor) {
        this.executors = executors;
        this.beanFactory = beanFactory;
        this.hasReactor = hasReactor;
    }

    RetriedMethod create(List<VaultRetry> annotations, Method method) {
        VaultRetry annotation = annotations.get(0);
        String where = AnnotatedMethods.describe(method);
        requireRetryable(method, where);
        RetryExecutor executor = executors.getIfAvailable();
        if (executor == null) {
            throw ConfigurationError.builder(where, "it has a @VaultRetry, and nothing here can retry")
                    .detail("Add a bean of type " + RetryExecutor.class.getName() + ".")
                    .build();
        }
        Predicate<Object> unwanted = unwanted(annotation, method, where);
        FallbackMethod fallback = annotation.fallbackMethod().isEmpty()
                ? null
                : FallbackMethod.of(method, annotation.fallbackMethod(), where);
        String operation = operation(method);
        if (!(executor instanceof DefaultRetryExecutor ours)) {
            requireBlocking(method, where, executor);
            requirePolicy(executor, annotation.policy(), where);
            return withFallback(RetriedMethod.with(executor, annotation.policy(), operation, unwanted), fallback);
        }
        return retried(ours, find(ours, annotation.policy(), operation, where), method, unwanted, fallback);
    }

    private static RetriedMethod retried(
            DefaultRetryExecutor ours,
            Retry retry,
            Method method,
            @Nullable Predicate<Object> unwanted,
            @Nullable FallbackMethod fallback) {
        if (isStage(method.getReturnType())) {
            RetriedMethod stage = RetriedMethod.stage(ours.stages(), retry, unwanted);
            return fallback != null ? new StageFallback(stage, fallback) : stage;
        }
        ReactiveAdapter adapter = adapter(method.getReturnType());
        return adapter != null
                ? new RetriedMethod.Reactive(retry, adapter, unwanted, fallback)
                : withFallback(RetriedMethod.blocking(ours.blocking(), retry, unwanted), fallback);
    }

    private static RetriedMethod withFallback(RetriedMethod method, @Nullable FallbackMethod fallback) {
        return fallback != null ? RetriedMethod.withFallback(method, fallback) : method;
    }

    private static Retry find(DefaultRetryExecutor ours, String policy, String operation, String where) {
        Retry retry = ours.find(policy, operation);
        if (retry == null) {
            throw ConfigurationError.builder(
                            where,
                            "it names the retry policy \"%s\", which is not configured; there are %s"
                                    .formatted(policy, ours.names()))
                    .detail("Set a key below %s%s, or name another policy.".formatted(RetryProperties.POLICIES, policy))
                    .build();
        }
        return retry;
    }

    private static void requirePolicy(RetryExecutor executor, String policy, String where) {
        try {
            executor.policy(policy);
        } catch (IllegalArgumentException ex) {
            throw ConfigurationError.builder(
                            where,
                            "it names the retry policy \"%s\", which the application's own %s does not have"
                                    .formatted(policy, executor.getClass().getSimpleName()))
                    .detail("Name another policy.")
                    .cause(ex)
                    .build();
        } catch (UnsupportedOperationException ex) {
            // Its policies are its own business.
        }
    }

    @SuppressWarnings("unchecked") // where the types do not tell, the first result does
    private @Nullable Predicate<Object> unwanted(VaultRetry annotation, Method method, String where) {
        Class<? extends Predicate<?>> type = annotation.retryOnResult();
        if (type == VaultRetry.Never.class) {
            return null;
        }
        ReactiveAdapter adapter = adapter(method.getReturnType());
        if (adapter != null && adapter.isMultiValue()) {
            throw ConfigurationError.builder(
                            where, "its @VaultRetry has a retryOnResult, and it returns many results one by one")
                    .detail("Remove the retryOnResult, or return a single result.")
                    .build();
        }
        ResultType.of(method, adapter).requireFitting(type, where);
        Predicate<?> bean = beanFactory.getBeanProvider(type).getIfUnique();
        try {
            return (Predicate<Object>) (bean != null ? bean : BeanUtils.instantiateClass(type));
        } catch (RuntimeException ex) {
            throw ConfigurationError.builder(
                            where, "there is no bean of the type of its retryOnResult, %s".formatted(type.getName()))
                    .detail("Make it a bean, or give it a constructor without parameters.")
                    .cause(ex)
                    .build();
        }
    }

    private void requireRetryable(Method method, String where) {
        Class<?> type = method.getReturnType();
        boolean isReactive = adapter(type) != null;
        if (isReactive && !hasReactor) {
            throw ConfigurationError.builder(
                            where,
                            "it has a @VaultRetry and returns a %s, which is retried by means of Reactor only"
                                    .formatted(type.getSimpleName()))
                    .detail("Add the dependency io.projectreactor:reactor-core, or put the annotation on a blocking"
                            + " method.")
                    .build();
        }
        if (!isStage(type)
                && !isReactive
                && (Future.class.isAssignableFrom(type)
                        || CompletionStage.class.isAssignableFrom(type)
                        || Flow.Publisher.class.isAssignableFrom(type))) {
            throw ConfigurationError.builder(
                            where,
                            "it has a @VaultRetry and returns a %s, which fails after the method has returned"
                                    .formatted(type.getSimpleName()))
                    .detail("Return a CompletableFuture or a CompletionStage, or put the annotation on the blocking"
                            + " method that does the work.")
                    .build();
        }
    }

    private static void requireBlocking(Method method, String where, RetryExecutor executor) {
        Class<?> type = method.getReturnType();
        if (isStage(type) || adapter(type) != null) {
            throw ConfigurationError.builder(
                            where,
                            "it has a @VaultRetry and returns a %s, and the application's own %s is asked for blocking methods only"
                                    .formatted(
                                            type.getSimpleName(),
                                            executor.getClass().getSimpleName()))
                    .detail("Put the annotation on the blocking method that does the work, or call executeAsync of your"
                            + " executor.")
                    .build();
        }
    }

    /** What a CompletableFuture can be returned as. */
    private static boolean isStage(Class<?> type) {
        return CompletionStage.class.isAssignableFrom(type) && type.isAssignableFrom(CompletableFuture.class);
    }

    private static @Nullable ReactiveAdapter adapter(Class<?> type) {
        return type == Object.class || CompletionStage.class.isAssignableFrom(type)
                ? null
                : ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
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
