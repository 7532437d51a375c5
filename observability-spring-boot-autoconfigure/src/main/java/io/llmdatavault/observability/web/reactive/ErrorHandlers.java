package io.llmdatavault.observability.web.reactive;

import java.util.List;

import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

/** Finds error handlers by name: Boot's type for them has another package in every line. */
final class ErrorHandlers {

    private static final List<String> TYPES = List.of(
            "org.springframework.boot.web.reactive.error.ErrorWebExceptionHandler",
            "org.springframework.boot.webflux.error.ErrorWebExceptionHandler");

    private ErrorHandlers() {}

    /** Whether the application has one in place of Boot's, which is then to see every failure. */
    static boolean hasOwn(ApplicationContext context) {
        ClassLoader classLoader = context.getClassLoader();
        for (String type : TYPES) {
            if (ClassUtils.isPresent(type, classLoader)) {
                for (String name : context.getBeanNamesForType(ClassUtils.resolveClassName(type, classLoader))) {
                    Class<?> beanType = context.getType(name);
                    if (beanType != null
                            && !ClassUtils.getUserClass(beanType).getName().startsWith("org.springframework.boot.")) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
