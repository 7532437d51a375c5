package io.llmdatavault.observability.web.servlet;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.function.Supplier;

import jakarta.servlet.Filter;

import io.llmdatavault.observability.configuration.WarnOnce;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.util.ReflectionUtils;

/**
 * Gives a body to the refusals of Spring Security, whatever chain makes them: puts its own entry points and handlers
 * between the filters and those of Spring Security. Such a filter tells nobody which entry point it has, and the
 * configurers do not tell a default from what the application set, so the fields are looked at, once per chain. What is
 * not of Spring Security's own classes is the application's and left alone.
 */
final class SecurityProblems implements BeanPostProcessor {

    private static final Logger logger = LoggerFactory.getLogger(SecurityProblems.class);

    private static final String SPRING_SECURITY = "org.springframework.security.";

    private final WarnOnce warning =
            new WarnOnce(logger, "Refusals of a filter of Spring Security cannot become problems");

    private final Supplier<ServletProblems> problems;

    SecurityProblems(ObjectProvider<ServletProblems> problems) {
        this.problems = problems::getObject;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof SecurityFilterChain chain) {
            chain.getFilters().forEach(this::decorate);
        }
        return bean;
    }

    private void decorate(Filter filter) {
        if (isSpringSecurity(filter)) {
            ReflectionUtils.doWithFields(
                    filter.getClass(), field -> decorate(filter, field), SecurityProblems::isHandler);
        }
    }

    private static boolean isHandler(Field field) {
        return !Modifier.isStatic(field.getModifiers())
                && (field.getType() == AuthenticationEntryPoint.class || field.getType() == AccessDeniedHandler.class);
    }

    private void decorate(Filter filter, Field field) {
        try {
            ReflectionUtils.makeAccessible(field);
            Object decorated = decorate(field.get(filter));
            if (decorated != null) {
                field.set(filter, decorated);
            }
        } catch (IllegalAccessException | RuntimeException ex) {
            warning.warn(ex);
        }
    }

    private @Nullable Object decorate(@Nullable Object handler) {
        if (handler == null || !isSpringSecurity(handler)) {
            return null;
        }
        if (handler instanceof AuthenticationEntryPoint entryPoint) {
            return new ProblemEntryPoint(entryPoint, problems);
        }
        return handler instanceof AccessDeniedHandler deniedHandler
                ? new ProblemAccessDeniedHandler(deniedHandler, problems)
                : null;
    }

    private static boolean isSpringSecurity(Object object) {
        return object.getClass().getName().startsWith(SPRING_SECURITY);
    }
}
