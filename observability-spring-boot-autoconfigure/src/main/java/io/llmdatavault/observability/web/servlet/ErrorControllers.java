package io.llmdatavault.observability.web.servlet;

import java.util.List;

import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

/** Finds error controllers by name: Boot's type for them has another package in every line. */
final class ErrorControllers {

    private static final List<String> TYPES = List.of(
            "org.springframework.boot.web.servlet.error.ErrorController",
            "org.springframework.boot.webmvc.error.ErrorController");

    private ErrorControllers() {}

    /** Whether the application has one of its own, which is then to see every failure. */
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
