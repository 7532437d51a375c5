package io.llmdatavault.observability.web.reactive;

import java.util.List;

import io.llmdatavault.observability.web.OwnBeans;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.util.function.SingletonSupplier;

/** What the application has instead of Boot's error handling. By name: Boot's types have another package in every line. */
final class OwnErrorHandling {

    private static final Logger logger = LoggerFactory.getLogger(OwnErrorHandling.class);

    private static final List<String> HANDLERS = List.of(
            "org.springframework.boot.web.reactive.error.ErrorWebExceptionHandler",
            "org.springframework.boot.webflux.error.ErrorWebExceptionHandler");

    private static final List<String> ATTRIBUTES = List.of(
            "org.springframework.boot.web.reactive.error.ErrorAttributes",
            "org.springframework.boot.webflux.error.ErrorAttributes");

    private final SingletonSupplier<List<String>> handlers;

    private final SingletonSupplier<List<String>> attributes;

    OwnErrorHandling(ApplicationContext context) {
        this.handlers = SingletonSupplier.of(() -> OwnBeans.find(context, HANDLERS));
        this.attributes = SingletonSupplier.of(() -> OwnBeans.areProblemsAskedFor(context.getEnvironment())
                ? List.of()
                : OwnBeans.find(context, ATTRIBUTES));
    }

    /** Whether the application has a handler in place of Boot's, which then is to see every failure. */
    boolean takesAll() {
        return !handlers.obtain().isEmpty();
    }

    /** Whether the application says itself what Boot's handler answers. That never sees Spring Security's refusals. */
    boolean takesWhatReachesBoot() {
        return takesAll() || !attributes.obtain().isEmpty();
    }

    /** Once at start-up, or nobody would know why there are no problems. */
    void tell() {
        if (takesAll()) {
            logger.info("The bean {} answers all failures in place of problem details", names(handlers));
        } else if (takesWhatReachesBoot()) {
            logger.info(
                    "The bean {} answers failures in place of problem details; Spring Security's refusals keep theirs."
                            + " vault.observability.problem.enabled=true makes problems of all of them",
                    names(attributes));
        }
    }

    private static String names(SingletonSupplier<List<String>> beans) {
        return String.join(", ", beans.obtain());
    }
}
