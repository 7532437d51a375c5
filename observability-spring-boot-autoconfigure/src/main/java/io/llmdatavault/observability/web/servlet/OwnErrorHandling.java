package io.llmdatavault.observability.web.servlet;

import java.util.List;

import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * What the application has instead of Boot's error handling. Found by name: Boot's types for it have another package in
 * every line. Looked up at the first failure, when all beans are there.
 */
final class OwnErrorHandling {

    private static final List<String> CONTROLLERS = List.of(
            "org.springframework.boot.web.servlet.error.ErrorController",
            "org.springframework.boot.webmvc.error.ErrorController",
            "org.springframework.boot.web.servlet.error.ErrorAttributes",
            "org.springframework.boot.webmvc.error.ErrorAttributes");

    private static final List<String> PAGES = List.of(
            "org.springframework.boot.web.server.ErrorPageRegistrar",
            "org.springframework.boot.web.error.ErrorPageRegistrar");

    private final SingletonSupplier<Boolean> controller;

    private final SingletonSupplier<Boolean> pages;

    OwnErrorHandling(ApplicationContext context) {
        this.controller = SingletonSupplier.of(() -> hasOwn(context, CONTROLLERS));
        this.pages = SingletonSupplier.of(() -> hasOwn(context, PAGES));
    }

    /** Whether the application says itself what {@code /error} answers, and so is to see every failure. */
    boolean hasController() {
        return controller.obtain();
    }

    /** Whether the application has error pages beside {@code /error}, which go by exception or status. */
    boolean hasPages() {
        return pages.obtain();
    }

    private static boolean hasOwn(ApplicationContext context, List<String> types) {
        ClassLoader classLoader = context.getClassLoader();
        for (String type : types) {
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
