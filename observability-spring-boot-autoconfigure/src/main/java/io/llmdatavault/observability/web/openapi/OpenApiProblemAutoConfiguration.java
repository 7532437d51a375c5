package io.llmdatavault.observability.web.openapi;

import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import io.llmdatavault.observability.web.ProblemAutoConfiguration;
import io.llmdatavault.observability.web.ProblemResponder;
import io.swagger.v3.oas.models.OpenAPI;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the description of problem details in OpenAPI.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ProblemAutoConfiguration.class)
@ConditionalOnClass({GlobalOpenApiCustomizer.class, OpenAPI.class})
@ConditionalOnBean(ProblemResponder.class)
@ConditionalOnFeature("problem")
public final class OpenApiProblemAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ProblemOpenApiCustomizer vaultProblemOpenApiCustomizer() {
        return new ProblemOpenApiCustomizer();
    }
}
