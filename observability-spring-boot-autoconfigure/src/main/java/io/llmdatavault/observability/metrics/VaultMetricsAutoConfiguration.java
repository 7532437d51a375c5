package io.llmdatavault.observability.metrics;

import jakarta.servlet.Servlet;

import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the metric families.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnFeature("metrics")
@EnableConfigurationProperties(MetricsProperties.class)
public final class VaultMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    SeriesLimit vaultSeriesLimit(MetricsProperties properties) {
        return new SeriesLimit(properties.maxSeriesPerFamily());
    }

    @Bean
    @ConditionalOnMissingBean(VaultMetrics.class)
    DefaultVaultMetrics vaultMetrics(MeterRegistry registry, SeriesLimit limit) {
        return new DefaultVaultMetrics(registry, limit);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnClass({Servlet.class, ServerRequestObservationContext.class, WebMvcConfigurer.class})
    static class ServletConfiguration {

        @Bean
        @ConditionalOnMissingBean
        ServletRequestMetrics vaultServletRequestMetrics(
                ObjectProvider<VaultMetrics> metrics, MetricsProperties properties) {
            return new ServletRequestMetrics(
                    metrics::getObject, new ExcludedPaths(properties.http().excludePaths()));
        }

        @Bean
        @ConditionalOnMissingBean
        ActiveRequestsConfigurer vaultActiveRequestsConfigurer(ServletRequestMetrics requestMetrics) {
            return new ActiveRequestsConfigurer(requestMetrics);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    @ConditionalOnClass(name = "org.springframework.web.reactive.DispatcherHandler")
    static class ReactiveConfiguration {

        @Bean
        @ConditionalOnMissingBean
        ReactiveRequestMetrics vaultReactiveRequestMetrics(
                ObjectProvider<VaultMetrics> metrics, MetricsProperties properties) {
            return new ReactiveRequestMetrics(
                    metrics::getObject, new ExcludedPaths(properties.http().excludePaths()));
        }
    }

    /** Adds the interceptor before all others, so that a request they end was active, too. */
    record ActiveRequestsConfigurer(ServletRequestMetrics requestMetrics) implements WebMvcConfigurer {

        @Override
        public void addInterceptors(InterceptorRegistry registry) {
            registry.addInterceptor(requestMetrics).order(Ordered.HIGHEST_PRECEDENCE);
        }
    }
}
