package io.llmdatavault.observability.web.reactive;

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
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for problem details of what Spring Security refuses in Spring
 * WebFlux.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ReactiveProblemAutoConfiguration.class)
@ConditionalOnClass({WebFilterChainProxy.class, ServerExchangeRejectedHandler.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBean(ReactiveProblems.class)
@ConditionalOnFeature("problem")
@ImportRuntimeHints(SecurityFieldHints.class)
public final class ReactiveSecurityProblemAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    static SecurityProblemPostProcessor vaultSecurityProblemPostProcessor(ObjectProvider<ReactiveProblems> problems) {
        return new SecurityProblemPostProcessor(new SecurityHandlers(new SecurityAnswer(problems)));
    }

    @Bean
    @ConditionalOnMissingBean(ServerExchangeRejectedHandler.class)
    ProblemRejectedHandler vaultProblemRejectedHandler(ObjectProvider<ReactiveProblems> problems) {
        return new ProblemRejectedHandler(new SecurityAnswer(problems));
    }
}
