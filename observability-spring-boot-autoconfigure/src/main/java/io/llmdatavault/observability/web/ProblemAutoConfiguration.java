package io.llmdatavault.observability.web;

import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import io.llmdatavault.observability.error.report.ErrorReporter;
import io.llmdatavault.observability.error.translate.ErrorTranslators;
import io.llmdatavault.observability.logging.Masker;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.ErrorResponse;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for problem details, as far as servlet and reactive applications
 * share it.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = "io.llmdatavault.observability.error.report.ErrorReportAutoConfiguration")
@ConditionalOnClass(ErrorResponse.class)
@ConditionalOnWebApplication
@ConditionalOnBean({ErrorReporter.class, ErrorTranslators.class})
@ConditionalOnFeature("problem")
@EnableConfigurationProperties(ProblemProperties.class)
@ImportRuntimeHints(ProblemTextHints.class)
public final class ProblemAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ExceptionRules vaultExceptionRules(ProblemProperties properties, ApplicationContext context) {
        return new ExceptionRules(properties.exceptions(), context.getClassLoader());
    }

    @Bean
    @ConditionalOnMissingBean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ConfiguredTranslator vaultConfiguredTranslator(ExceptionRules rules) {
        return new ConfiguredTranslator(rules);
    }

    @Bean
    @ConditionalOnMissingBean
    @Order(Ordered.LOWEST_PRECEDENCE)
    SpringWebTranslator vaultSpringWebTranslator() {
        return new SpringWebTranslator();
    }

    @Bean
    @ConditionalOnMissingBean
    ProblemMapper vaultProblemMapper(
            ProblemProperties properties,
            ApplicationContext context,
            ObjectProvider<ProblemCustomizer> customizers,
            ObjectProvider<Masker> masker) {
        return new ProblemMapper(
                properties,
                new ProblemTexts(context),
                customizers.orderedStream().toList(),
                masker.getIfAvailable());
    }

    @Bean
    @ConditionalOnMissingBean
    ProblemResponder vaultProblemResponder(
            ErrorTranslators translators,
            ErrorReporter reporter,
            ProblemMapper mapper,
            ExceptionRules rules,
            ProblemProperties properties) {
        return new ProblemResponder(translators, reporter, mapper, rules, properties);
    }
}
