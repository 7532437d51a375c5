package io.llmdatavault.observability.resilience.ratelimit;

import java.util.EnumSet;

import jakarta.servlet.DispatcherType;

import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.util.pattern.PathPattern;
import reactor.core.publisher.Mono;

/** The limits of paths, for servlet applications and for Spring WebFlux. */
final class WebRateLimits {

    /** Where Spring Boot has Spring Security's filter chain in either stack. */
    private static final int SECURITY = -100;

    /** The filter that names the user comes between. */
    private static final int AFTER_SECURITY = 2;

    private WebRateLimits() {}

    /** What both stacks have. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(PathPattern.class)
    @ConditionalOnWebApplication
    static class Paths {

        @Bean
        @ConditionalOnMissingBean
        PathLimits vaultPathLimits(RateLimitProperties properties, ObjectProvider<RateLimits> rateLimits) {
            return new PathLimits(properties, rateLimits.getIfAvailable(() -> nobody(properties)));
        }

        private static RateLimits nobody(RateLimitProperties properties) {
            properties.limits().forEach((name, limit) -> {
                if (!limit.paths().isEmpty()) {
                    throw ConfigurationError.builder(
                                    RateLimitProperties.LIMITS + name + ".paths",
                                    "are to be limited, and nothing here can count")
                            .detail("Add the starter's own dependencies again, or a bean of type "
                                    + RateLimits.class.getName() + ".")
                            .build();
                }
            });
            return (name, key, permits) -> {
                throw new IllegalStateException("No path is limited");
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({DispatcherType.class, WebApplicationContext.class, FilterRegistrationBean.class})
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class Servlet {

        @Bean
        @ConditionalOnMissingBean(
                value = RateLimitFilter.class,
                parameterizedContainer = FilterRegistrationBean.class,
                name = "vaultRateLimitFilter")
        FilterRegistrationBean<RateLimitFilter> vaultRateLimitFilter(
                PathLimits limits, WebApplicationContext context, Environment environment) {
            FilterRegistrationBean<RateLimitFilter> registration =
                    new FilterRegistrationBean<>(new RateLimitFilter(limits, context, plainRefusal(environment)));
            registration.setOrder(order(environment));
            // Not the asynchronous and error dispatches of a request that was counted already.
            registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST));
            registration.setEnabled(!limits.isEmpty());
            return registration;
        }

        private static int order(Environment environment) {
            return environment.getProperty("spring.security.filter.order", Integer.class, SECURITY) + AFTER_SECURITY;
        }
    }

    /**
     * Reads callers from exchanges; also where the application has no server, as in its tests. Where there could be servlets, too,
     * their configuration comes first: it is nested in the class that imports this one.
     */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({WebFilter.class, ServerWebExchange.class, Mono.class})
    static class Exchange {

        @Bean
        @ConditionalOnMissingBean({RequestKeys.class, LimitHeaders.class})
        CurrentExchange vaultRateLimitExchange() {
            return new CurrentExchange();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({WebFilter.class, Mono.class})
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    static class Reactive {

        @Bean
        @ConditionalOnMissingBean
        DeferredCalls vaultRateLimitDeferredCalls(ObjectProvider<CurrentExchange> current) {
            return new DeferredCalls(current.getIfAvailable(CurrentExchange::new));
        }

        @Bean
        @ConditionalOnMissingBean(value = RateLimitWebFilter.class, name = "vaultRateLimitWebFilter")
        RateLimitWebFilter vaultRateLimitWebFilter(
                PathLimits limits,
                ObjectProvider<CurrentExchange> current,
                ApplicationContext context,
                Environment environment) {
            return new RateLimitWebFilter(
                    limits,
                    current.getIfAvailable(CurrentExchange::new),
                    context,
                    SECURITY + AFTER_SECURITY,
                    plainRefusal(environment));
        }
    }

    private static @Nullable PlainRefusal plainRefusal(Environment environment) {
        boolean problems = environment.getProperty("vault.observability.problem.enabled", Boolean.class, true);
        return problems ? null : new PlainRefusal();
    }
}
