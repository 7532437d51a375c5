package io.llmdatavault.observability.resilience;

import java.lang.annotation.Annotation;
import java.lang.annotation.Repeatable;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.annotation.RepeatableContainers;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Which methods of a class carry an annotation, themselves or through their type, and what is made of it. A class is
 * looked through when its first bean is made, all methods at once, so that what cannot work ends start-up and not a
 * later call. Thread-safe.
 *
 * @param <A> the annotation
 * @param <T> what is made for each method
 * @since 0.1.0
 */
public final class AnnotatedMethods<A extends Annotation, T> {

    private static final String CONTINUATION = "kotlin.coroutines.Continuation";

    private final Map<Class<?>, Map<Method, T>> byClass = new ConcurrentHashMap<>();

    private final Class<A> annotation;

    private final BiFunction<List<A>, Method, T> factory;

    /**
     * Prepares the search.
     * @param annotation what to look for; on a method, a type, an interface, or as a meta-annotation
     * @param factory makes what belongs to a method, of one annotation or, where it can be repeated, of several; throws a
     * {@link ConfigurationError} for what cannot work
     */
    public AnnotatedMethods(Class<A> annotation, BiFunction<List<A>, Method, T> factory) {
        this.annotation = annotation;
        this.factory = factory;
    }

    /**
     * Names a method as error messages do.
     * @param method the method
     * @return as in {@code com.acme.Foo.bar(String)}
     */
    public static String describe(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(
                        ", ", method.getDeclaringClass().getName() + "." + method.getName() + "(", ")"));
    }

    /**
     * Whether beans of a class can have the annotation at all. Most beans are Spring's own: to look through their methods
     * would make every start slower.
     * @param type the class of a bean
     * @return whether it is worth a look
     */
    public static boolean mayBeAnnotated(Class<?> type) {
        String name = type.getName();
        return !name.startsWith("java.")
                && (!name.startsWith("org.springframework.") || name.startsWith("org.springframework.samples."));
    }

    /**
     * Whether a proxy further in does the work: with two proxy creators, a bean has two proxies with the same advisors.
     * @param advisor the advisor that asks
     * @param target the target of the proxy that asks
     * @return whether the target is a proxy with this advisor
     */
    public static boolean isAdvisedBy(Advisor advisor, @Nullable Object target) {
        return target instanceof Advised proxy && proxy.indexOf(advisor) >= 0;
    }

    /**
     * Finds what belongs to a method.
     * @param method the method as it is called, possibly of an interface
     * @param targetClass the class of the object it is called on
     * @return what was made for it; {@code null} for a method without the annotation
     */
    public @Nullable T find(Method method, Class<?> targetClass) {
        Map<Method, T> found = byClass.get(targetClass);
        if (found == null) {
            // Not computeIfAbsent: the factory may make beans, whose classes come here, too.
            found = lookThrough(ClassUtils.getUserClass(targetClass));
            byClass.put(targetClass, found);
        }
        if (found.isEmpty()) {
            return null;
        }
        T made = found.get(method);
        if (made == null) {
            made = found.get(AopUtils.getMostSpecificMethod(method, targetClass));
            if (made != null) {
                found.put(method, made);
            }
        }
        return made;
    }

    /** Those nearest to the element: what a class says replaces what its interfaces say, its own what another annotation says. */
    private List<A> annotations(AnnotatedElement element) {
        List<MergedAnnotation<A>> all =
                MergedAnnotations.from(
                                element, SearchStrategy.TYPE_HIERARCHY, RepeatableContainers.standardRepeatables())
                        .stream(annotation)
                        .toList();
        if (all.isEmpty()) {
            return List.of();
        }
        int nearest =
                all.stream().mapToInt(MergedAnnotation::getAggregateIndex).min().getAsInt();
        List<A> found = all.stream()
                .filter(candidate -> candidate.getAggregateIndex() == nearest)
                .sorted(Comparator.comparingInt(MergedAnnotation::getDistance))
                .map(MergedAnnotation::synthesize)
                .distinct()
                .toList();
        return annotation.isAnnotationPresent(Repeatable.class) ? found : found.subList(0, 1);
    }

    private Map<Method, T> lookThrough(Class<?> type) {
        if (!mayBeAnnotated(type)) {
            return Map.of();
        }
        Map<Method, T> found = new ConcurrentHashMap<>();
        List<A> ofType = annotations(type);
        ReflectionUtils.doWithMethods(
                type,
                method -> {
                    List<A> ofMethod = annotations(method);
                    if (!ofMethod.isEmpty()) {
                        requireInterceptable(method, type);
                        found.put(method, factory.apply(ofMethod, written(method, type)));
                    } else if (!ofType.isEmpty() && isMeantByType(method, type)) {
                        requireWithoutContinuation(method);
                        requireProxy(method, type);
                        found.put(method, factory.apply(ofType, written(method, type)));
                    }
                },
                method -> !method.isSynthetic());
        addInherited(type, found);
        return found.isEmpty() ? Map.of() : found;
    }

    /** What somebody wrote: the methods of a JDK proxy, as of an HTTP interface, have neither their names nor those of parameters. */
    private Method written(Method method, Class<?> type) {
        if (!Proxy.isProxyClass(type)) {
            return method;
        }
        List<Method> written = Arrays.stream(type.getInterfaces())
                .map(implemented ->
                        ClassUtils.getMethodIfAvailable(implemented, method.getName(), method.getParameterTypes()))
                .filter(Objects::nonNull)
                .toList();
        return written.stream()
                .filter(candidate -> !annotations(candidate).isEmpty())
                .findFirst()
                .orElse(written.isEmpty() ? method : written.get(0));
    }

    /** A method that a superclass has, and an interface annotates that the superclass does not know. */
    private void addInherited(Class<?> type, Map<Method, T> found) {
        for (Class<?> implemented : ClassUtils.getAllInterfacesForClassAsSet(type)) {
            for (Method method : implemented.getMethods()) {
                List<A> ofMethod = annotations(method);
                Method inherited = AopUtils.getMostSpecificMethod(method, type);
                if (!ofMethod.isEmpty() && !found.containsKey(inherited)) {
                    requireInterceptable(inherited, type);
                    found.put(inherited, factory.apply(ofMethod, inherited));
                }
            }
        }
    }

    /** Every method that a proxy of the class can intercept, as with Spring's own annotations. */
    private boolean isMeantByType(Method method, Class<?> type) {
        boolean isMeant = !Modifier.isPrivate(method.getModifiers())
                && !Modifier.isStatic(method.getModifiers())
                && !ReflectionUtils.isObjectMethod(method);
        if (!isMeant || !Modifier.isFinal(method.getModifiers()) || Proxy.isProxyClass(type)) {
            return isMeant;
        }
        if (method.getDeclaringClass() == type && Modifier.isPublic(method.getModifiers())) {
            requireInterceptable(method, type);
        }
        // Final helpers, and the final methods of a framework's superclass: nobody means them.
        return false;
    }

    private void requireInterceptable(Method method, Class<?> type) {
        requireWithoutContinuation(method);
        String obstacle = obstacle(method, type);
        if (obstacle != null) {
            throw ConfigurationError.builder(
                            describe(method),
                            "it has a @%s and is %s, so no proxy can intercept it"
                                    .formatted(annotation.getSimpleName(), obstacle))
                    .detail("Remove \"%s\" from the method, or its annotation.".formatted(obstacle))
                    .build();
        }
        requireProxy(method, type);
    }

    /** Spring's proxies make a Mono of a suspend function, which has not even begun when it is returned. */
    private void requireWithoutContinuation(Method method) {
        Class<?>[] types = method.getParameterTypes();
        // By name, not by Spring's detector: a class in Java may implement the interface in Kotlin.
        if (types.length > 0 && types[types.length - 1].getName().equals(CONTINUATION)) {
            throw ConfigurationError.builder(
                            describe(method),
                            "it has a @%s and is a suspend function, which ends after it has returned"
                                    .formatted(annotation.getSimpleName()))
                    .detail("Return a Mono, a Flux or a CompletableFuture, as of mono { }, or put the annotation on the"
                            + " blocking method that does the work.")
                    .build();
        }
    }

    /** A class without interfaces needs a subclass; records and the classes of Kotlin are final, too. */
    private void requireProxy(Method method, Class<?> type) {
        if (Modifier.isFinal(type.getModifiers()) && !hasInterface(type)) {
            throw ConfigurationError.builder(
                            describe(method),
                            "it has a @%s, and %s is final and implements no interface, so there can be no proxy of it"
                                    .formatted(annotation.getSimpleName(), type.getName()))
                    .detail("Make the class one that is not final, or remove the annotation.")
                    .build();
        }
    }

    /** One that has methods: Serializable is none to call anything by. */
    private static boolean hasInterface(Class<?> type) {
        return Arrays.stream(ClassUtils.getAllInterfacesForClass(type))
                .anyMatch(implemented -> implemented.getMethods().length > 0);
    }

    private static @Nullable String obstacle(Method method, Class<?> type) {
        if (Modifier.isPrivate(method.getModifiers())) {
            return "private";
        }
        if (Modifier.isStatic(method.getModifiers())) {
            return "static";
        }
        return Modifier.isFinal(method.getModifiers()) && !Proxy.isProxyClass(type) ? "final" : null;
    }
}
