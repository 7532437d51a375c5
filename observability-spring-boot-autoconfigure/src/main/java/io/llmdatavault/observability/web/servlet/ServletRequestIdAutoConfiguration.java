package io.llmdatavault.observability.web.servlet;

import java.util.EnumSet;

import jakarta.servlet.DispatcherType;

import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import io.llmdatavault.observability.web.RequestIdAutoConfiguration;
import io.llmdatavault.observability.web.RequestIds;
import io.llmdatavault.observability.web.UserIds;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the filter that names requests.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = RequestIdAutoConfiguration.class)
@ConditionalOnClass({DispatcherType.class, FilterRegistrationBean.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnFeature("request-id")
public final class ServletRequestIdAutoConfiguration {

    /** Boot's observation filter, which starts the span, is one later; its log lines have the id, too. */
    private static final int ORDER = Ordered.HIGHEST_PRECEDENCE;

    /** Spring Boot has the chain at -100 ({@code spring.security.filter.order}). */
    private static final int AFTER_SECURITY = -99;

    @Bean
    @ConditionalOnMissingBean(
            value = RequestIdFilter.class,
            parameterizedContainer = FilterRegistrationBean.class,
            name = "vaultRequestIdFilter")
    FilterRegistrationBean<RequestIdFilter> vaultRequestIdFilter(RequestIds ids) {
        FilterRegistrationBean<RequestIdFilter> registration = new FilterRegistrationBean<>(new RequestIdFilter(ids));
        registration.setOrder(ORDER);
        registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
        return registration;
    }

    /** After Spring Security's filter chain, which knows the user. */
    @Bean
    @ConditionalOnBean(UserIds.class)
    @ConditionalOnMissingBean(
            value = UserIdFilter.class,
            parameterizedContainer = FilterRegistrationBean.class,
            name = "vaultUserIdFilter")
    FilterRegistrationBean<UserIdFilter> vaultUserIdFilter(UserIds ids) {
        FilterRegistrationBean<UserIdFilter> registration = new FilterRegistrationBean<>(new UserIdFilter(ids));
        registration.setOrder(AFTER_SECURITY);
        registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
        return registration;
    }
}
