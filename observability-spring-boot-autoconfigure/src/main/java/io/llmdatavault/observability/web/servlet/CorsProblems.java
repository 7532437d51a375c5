package io.llmdatavault.observability.web.servlet;

import io.llmdatavault.observability.web.PrivateFields;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.web.cors.CorsProcessor;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;

/** Gives a body to the refusals of other origins, wherever Spring's own processor makes them. */
final class CorsProblems implements BeanPostProcessor {

    private final ProblemCorsProcessor processor;

    CorsProblems(ObjectProvider<ServletProblems> problems) {
        this.processor = new ProblemCorsProcessor(problems::getObject);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof AbstractHandlerMapping mapping) {
            if (isOfSpring(mapping.getCorsProcessor())) {
                mapping.setCorsProcessor(processor);
            }
        } else if (bean instanceof CorsFilter filter) {
            complete(filter);
        } else if (bean instanceof FilterRegistrationBean<?> registration
                && registration.getFilter() instanceof CorsFilter filter) {
            complete(filter);
        }
        return bean;
    }

    void complete(CorsFilter filter) {
        // It has a setter only, and what is the application's is to stay.
        CorsProcessor present = PrivateFields.read(filter, CorsFilter.class, "processor", CorsProcessor.class);
        if (present != null && isOfSpring(present)) {
            filter.setCorsProcessor(processor);
        }
    }

    private static boolean isOfSpring(CorsProcessor present) {
        return present.getClass() == DefaultCorsProcessor.class;
    }
}
