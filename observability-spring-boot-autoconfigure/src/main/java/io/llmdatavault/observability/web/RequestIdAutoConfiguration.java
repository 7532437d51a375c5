package io.llmdatavault.observability.web;

import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for request ids, as far as servlet and reactive applications share
 * it.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnWebApplication
@ConditionalOnFeature("request-id")
@EnableConfigurationProperties(RequestIdProperties.class)
public final class RequestIdAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    RequestIds vaultRequestIds(RequestIdProperties properties) {
        return new RequestIds(properties.header());
    }

    @Bean
    @ConditionalOnMissingBean
    @Conditional(OnUser.class)
    UserIds vaultUserIds(RequestIdProperties properties) {
        return new UserIds(properties.user());
    }

    /** Whatever is no form of a name is left to the properties to explain. */
    static final class OnUser implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            String user = context.getEnvironment().getProperty("vault.observability.request-id.user", "none");
            return !user.equalsIgnoreCase("none");
        }
    }
}
