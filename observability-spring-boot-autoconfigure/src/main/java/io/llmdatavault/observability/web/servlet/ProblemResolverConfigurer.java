package io.llmdatavault.observability.web.servlet;

import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.annotation.ResponseStatusExceptionResolver;
import org.springframework.web.servlet.mvc.support.DefaultHandlerExceptionResolver;

/**
 * Puts {@link SpringExceptionResolver} just before Spring's own, after every exception handler of the application's and of
 * other starters': an advice would have to be the last of all, which it can only ask for.
 */
@Order(Ordered.LOWEST_PRECEDENCE)
final class ProblemResolverConfigurer implements WebMvcConfigurer {

    private final ObjectProvider<ServletProblems> problems;

    ProblemResolverConfigurer(ObjectProvider<ServletProblems> problems) {
        this.problems = problems;
    }

    @Override
    public void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
        int place = 0;
        while (place < resolvers.size() && !isOfSpring(resolvers.get(place))) {
            place++;
        }
        resolvers.add(place, new SpringExceptionResolver(problems));
    }

    private static boolean isOfSpring(HandlerExceptionResolver resolver) {
        return resolver.getClass() == ResponseStatusExceptionResolver.class
                || resolver.getClass() == DefaultHandlerExceptionResolver.class;
    }
}
