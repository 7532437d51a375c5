package io.llmdatavault.observability.web;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.llmdatavault.observability.configuration.ObservabilityAutoConfiguration;
import io.llmdatavault.observability.context.ContextPropagationAutoConfiguration;
import io.llmdatavault.observability.error.report.ErrorReportAutoConfiguration;
import io.llmdatavault.observability.error.translate.ErrorTranslatorAutoConfiguration;
import io.llmdatavault.observability.web.servlet.SecurityProblemAutoConfiguration;
import io.llmdatavault.observability.web.servlet.ServletProblemAutoConfiguration;
import io.llmdatavault.observability.web.servlet.ServletRequestIdAutoConfiguration;
import io.llmdatavault.observability.web.servlet.ServletSuiteConfigurations;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.autoconfigure.metrics.MetricsAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.observation.web.servlet.WebMvcObservationAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.opentelemetry.OpenTelemetryAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.tracing.MicrometerTracingAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.tracing.OpenTelemetryEventPublisherBeansApplicationListener;
import org.springframework.boot.actuate.autoconfigure.tracing.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.MessageSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.HttpEncodingAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.MultipartAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.error.ErrorMvcAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.server.ConfigurableServletWebServerFactory;

/** The suite on Spring MVC, in the server of a subclass. */
abstract class ServletProblemSuite extends ProblemSuite {

    private final Supplier<ConfigurableServletWebServerFactory> server;

    ServletProblemSuite(Supplier<ConfigurableServletWebServerFactory> server) {
        this.server = server;
    }

    private static @Nullable Class<?> configuration(Part part) {
        return switch (part) {
            case FAILING_FILTERS -> ServletSuiteConfigurations.FailingFilters.class;
            case TOKENS -> ServletSuiteConfigurations.Tokens.class;
            case OWN_SECURITY_HANDLERS -> ServletSuiteConfigurations.OwnHandlers.class;
            case LOGIN -> ServletSuiteConfigurations.Login.class;
            case METHOD_SECURITY -> ServletSuiteConfigurations.MethodSecurity.class;
            case TRACING -> null;
        };
    }

    @Override
    void run(Set<Part> parts, List<Class<?>> beans, Consumer<SuiteServer> test) {
        WebApplicationContextRunner runner = runner().withPropertyValues("server.port=0")
                .withBean(ConfigurableServletWebServerFactory.class, server)
                .withBean(SuiteEndpoints.class);
        if (parts.contains(Part.TRACING)) {
            runner = runner.withConfiguration(AutoConfigurations.of(
                            ObservationAutoConfiguration.class,
                            WebMvcObservationAutoConfiguration.class,
                            MetricsAutoConfiguration.class,
                            OpenTelemetryAutoConfiguration.class,
                            OpenTelemetryTracingAutoConfiguration.class,
                            MicrometerTracingAutoConfiguration.class))
                    .withInitializer(context ->
                            context.addApplicationListener(new OpenTelemetryEventPublisherBeansApplicationListener()));
        }
        for (Part part : parts) {
            Class<?> configuration = configuration(part);
            if (configuration != null) {
                runner = runner.withUserConfiguration(configuration)
                        .withConfiguration(AutoConfigurations.of(SecurityFilterAutoConfiguration.class));
            }
        }
        for (Class<?> bean : beans) {
            runner = runner.withUserConfiguration(bean);
        }
        runner.run(context -> {
            if (context.getStartupFailure() != null) {
                throw new IllegalStateException("The server does not start", context.getStartupFailure());
            }
            ServletWebServerApplicationContext source =
                    context.getSourceApplicationContext(ServletWebServerApplicationContext.class);
            test.accept(new SuiteServer(source.getWebServer().getPort(), source));
        });
    }

    private static WebApplicationContextRunner runner() {
        return new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new)
                .withConfiguration(AutoConfigurations.of(
                        ServletWebServerFactoryAutoConfiguration.class,
                        DispatcherServletAutoConfiguration.class,
                        WebMvcAutoConfiguration.class,
                        HttpEncodingAutoConfiguration.class,
                        MultipartAutoConfiguration.class,
                        HttpMessageConvertersAutoConfiguration.class,
                        JacksonAutoConfiguration.class,
                        MessageSourceAutoConfiguration.class,
                        ErrorMvcAutoConfiguration.class,
                        ValidationAutoConfiguration.class,
                        ObservabilityAutoConfiguration.class,
                        ErrorTranslatorAutoConfiguration.class,
                        ErrorReportAutoConfiguration.class,
                        ProblemAutoConfiguration.class,
                        RequestIdAutoConfiguration.class,
                        ContextPropagationAutoConfiguration.class,
                        ServletProblemAutoConfiguration.class,
                        SecurityProblemAutoConfiguration.class,
                        ServletRequestIdAutoConfiguration.class));
    }
}
