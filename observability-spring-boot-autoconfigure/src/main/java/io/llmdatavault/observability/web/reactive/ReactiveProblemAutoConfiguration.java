package io.llmdatavault.observability.web.reactive;

import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import io.llmdatavault.observability.web.ProblemAutoConfiguration;
import io.llmdatavault.observability.web.ProblemResponder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.reactive.DispatcherHandler;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for problem details of Spring WebFlux.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ProblemAutoConfiguration.class)
@ConditionalOnClass(DispatcherHandler.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBean(ProblemResponder.class)
@ConditionalOnFeature("problem")
public final class ReactiveProblemAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ReactiveProblems vaultReactiveProblems(
            ProblemResponder responder, ObjectProvider<ServerCodecConfigurer> codecs, ApplicationContext context) {
        return new ReactiveProblems(responder, codecs.getIfAvailable(ServerCodecConfigurer::create), context);
    }

    @Bean
    @ConditionalOnMissingBean
    ProblemExceptionHandler vaultProblemExceptionHandler(ReactiveProblems problems) {
        return new ProblemExceptionHandler(problems);
    }
}
