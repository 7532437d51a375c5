package io.llmdatavault.observability.web.servlet;

import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.security.web.SecurityFilterChain;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for problem details of Spring Security.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ServletProblemAutoConfiguration.class)
@ConditionalOnClass(SecurityFilterChain.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(ServletProblems.class)
@ConditionalOnFeature("problem")
@ImportRuntimeHints(SecurityFieldHints.class)
public final class SecurityProblemAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    static SecurityProblems vaultSecurityProblems(ObjectProvider<ServletProblems> problems) {
        return new SecurityProblems(problems);
    }
}
