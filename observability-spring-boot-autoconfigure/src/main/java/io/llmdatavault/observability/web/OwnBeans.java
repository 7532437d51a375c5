package io.llmdatavault.observability.web;

import java.lang.reflect.Method;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.MethodMetadata;
import org.springframework.util.ClassUtils;

/**
 * Finds what the application has in place of a bean of Spring Boot's. By who defines a bean, not by its class: that of a
 * bean that is lazily initialised is not known before it is needed, only the type its method declares, and an
 * application's own bean may well be of a class of Boot's. Creates no bean. Public for the packages below only.
 *
 * @since 0.1.0
 */
public final class OwnBeans {

    private static final String SPRING_BOOT = "org.springframework.boot.";

    private static final String SWITCH = "vault.observability.problem.enabled";

    private OwnBeans() {}

    /**
     * Finds beans by the names of their types: Boot's types for errors have another package in every line.
     * @return the names of the beans, in the order of their definitions
     */
    public static List<String> find(ApplicationContext context, List<String> typeNames) {
        ClassLoader classLoader = context.getClassLoader();
        return typeNames.stream()
                .filter(name -> ClassUtils.isPresent(name, classLoader))
                .flatMap(name -> find(context, ClassUtils.resolveClassName(name, classLoader)).stream())
                .distinct()
                .toList();
    }

    /**
     * Finds the beans of a type that neither Spring Boot defines nor a parent of this factory.
     * @return the names of the beans, in the order of their definitions
     */
    public static List<String> find(ListableBeanFactory beanFactory, Class<?> type) {
        return List.of(beanFactory.getBeanNamesForType(type, true, false)).stream()
                .filter(name -> !isDefinedByBoot(beanFactory, name))
                .toList();
    }

    /** Whether somebody has written that problems are to be on, and so knows what he has beside them. */
    public static boolean areProblemsAskedFor(Environment environment) {
        return Boolean.TRUE.equals(environment.getProperty(SWITCH, Boolean.class));
    }

    private static boolean isDefinedByBoot(ListableBeanFactory beanFactory, String name) {
        String origin = origin(beanFactory, name);
        return origin != null && origin.startsWith(SPRING_BOOT);
    }

    private static @Nullable String origin(ListableBeanFactory beanFactory, String name) {
        ListableBeanFactory holder = beanFactory instanceof ApplicationContext context ? unwrap(context) : beanFactory;
        if (holder instanceof ConfigurableListableBeanFactory configurable
                && configurable.containsBeanDefinition(name)) {
            String origin = origin(configurable, configurable.getMergedBeanDefinition(name));
            if (origin != null) {
                return origin;
            }
        }
        return typeName(beanFactory, name);
    }

    private static ListableBeanFactory unwrap(ApplicationContext context) {
        return context.getAutowireCapableBeanFactory() instanceof ListableBeanFactory listable ? listable : context;
    }

    private static @Nullable String origin(ConfigurableListableBeanFactory beanFactory, BeanDefinition definition) {
        if (definition instanceof AnnotatedBeanDefinition annotated) {
            MethodMetadata method = annotated.getFactoryMethodMetadata();
            if (method != null) {
                return method.getDeclaringClassName();
            }
        }
        // Definitions that were made ahead of time know their method, but not its metadata.
        Method method = definition instanceof RootBeanDefinition root ? root.getResolvedFactoryMethod() : null;
        if (method != null) {
            return method.getDeclaringClass().getName();
        }
        String factory = definition.getFactoryBeanName();
        return factory != null ? typeName(beanFactory, factory) : definition.getBeanClassName();
    }

    private static @Nullable String typeName(ListableBeanFactory beanFactory, String name) {
        Class<?> type = beanFactory.getType(name, false);
        return type != null ? ClassUtils.getUserClass(type).getName() : null;
    }
}
