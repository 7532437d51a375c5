package io.llmdatavault.observability.web.servlet;

import java.util.List;

import io.llmdatavault.observability.web.OwnBeans;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationContext;
import org.springframework.util.function.SingletonSupplier;

/**
 * What the application has instead of Boot's error handling, and what it is for. Found by name: Boot's types for it have
 * another package in every line.
 */
final class OwnErrorHandling implements SmartInitializingSingleton {

    private static final Logger logger = LoggerFactory.getLogger(OwnErrorHandling.class);

    private static final List<String> CONTROLLERS = List.of(
            "org.springframework.boot.web.servlet.error.ErrorController",
            "org.springframework.boot.webmvc.error.ErrorController");

    private static final List<String> ATTRIBUTES = List.of(
            "org.springframework.boot.web.servlet.error.ErrorAttributes",
            "org.springframework.boot.webmvc.error.ErrorAttributes");

    private static final List<String> PAGES = List.of(
            "org.springframework.boot.web.server.ErrorPageRegistrar",
            "org.springframework.boot.web.error.ErrorPageRegistrar");

    private final SingletonSupplier<List<String>> controllers;

    private final SingletonSupplier<List<String>> attributes;

    private final SingletonSupplier<List<String>> pages;

    OwnErrorHandling(ApplicationContext context) {
        this.controllers = SingletonSupplier.of(() -> OwnBeans.find(context, CONTROLLERS));
        this.attributes = SingletonSupplier.of(() -> OwnBeans.areProblemsAskedFor(context.getEnvironment())
                ? List.of()
                : OwnBeans.find(context, ATTRIBUTES));
        this.pages = SingletonSupplier.of(() -> OwnBeans.find(context, PAGES));
    }

    /** Says what is not answered with problems, so that nobody has to search for the reason. */
    @Override
    public void afterSingletonsInstantiated() {
        if (hasController()) {
            logger.info("The bean {} answers all failures in place of problem details", names(controllers.obtain()));
        } else if (hasAttributes()) {
            logger.info(
                    "The bean {} answers failures in place of problem details; Spring Security's refusals keep theirs."
                            + " vault.observability.problem.enabled=true makes problems of all of them",
                    names(attributes.obtain()));
        }
    }

    private static String names(List<String> beans) {
        return String.join(", ", beans);
    }

    /** Whether the application says itself what {@code /error} answers, and so is to see every failure. */
    boolean hasController() {
        return !controllers.obtain().isEmpty();
    }

    /** Whether the application has members of its own for what {@code /error} answers, and has not asked for ours. */
    boolean hasAttributes() {
        return !attributes.obtain().isEmpty();
    }

    /** Whether the application has error pages beside {@code /error}, which go by exception or status. */
    boolean hasPages() {
        return !pages.obtain().isEmpty();
    }
}
