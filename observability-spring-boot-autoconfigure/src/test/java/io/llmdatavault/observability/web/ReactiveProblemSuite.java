package io.llmdatavault.observability.web;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.llmdatavault.observability.web.reactive.ReactiveServer;
import io.llmdatavault.observability.web.reactive.SuiteConfigurations;
import org.springframework.boot.actuate.autoconfigure.metrics.MetricsAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.observation.web.reactive.WebFluxObservationAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.opentelemetry.OpenTelemetryAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.tracing.MicrometerTracingAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.tracing.OpenTelemetryEventPublisherBeansApplicationListener;
import org.springframework.boot.actuate.autoconfigure.tracing.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.web.reactive.server.ConfigurableReactiveWebServerFactory;

/** The suite on Spring WebFlux, in the server of a subclass. */
abstract class ReactiveProblemSuite extends ProblemSuite {

    private final Supplier<ConfigurableReactiveWebServerFactory> server;

    ReactiveProblemSuite(Supplier<ConfigurableReactiveWebServerFactory> server) {
        this.server = server;
    }

    @Override
    void run(Set<Part> parts, List<Class<?>> beans, Consumer<SuiteServer> test) {
        ReactiveWebApplicationContextRunner runner =
                ReactiveServer.runner(server).withUserConfiguration(SuiteEndpoints.class);
        for (Part part : parts) {
            runner = with(part, runner);
        }
        for (Class<?> bean : beans) {
            runner = runner.withUserConfiguration(bean);
        }
        ReactiveServer.run(runner, test);
    }

    private static ReactiveWebApplicationContextRunner with(Part part, ReactiveWebApplicationContextRunner runner) {
        return switch (part) {
            case FAILING_FILTERS -> runner.withUserConfiguration(SuiteConfigurations.FailingFilters.class);
            case TOKENS -> runner.withUserConfiguration(SuiteConfigurations.Tokens.class);
            case OWN_SECURITY_HANDLERS -> runner.withUserConfiguration(SuiteConfigurations.OwnHandlers.class);
            case LOGIN -> runner.withUserConfiguration(SuiteConfigurations.Login.class);
            case METHOD_SECURITY -> runner.withUserConfiguration(SuiteConfigurations.MethodSecurity.class);
            case TRACING ->
                runner.withConfiguration(AutoConfigurations.of(
                                ObservationAutoConfiguration.class,
                                WebFluxObservationAutoConfiguration.class,
                                MetricsAutoConfiguration.class,
                                OpenTelemetryAutoConfiguration.class,
                                OpenTelemetryTracingAutoConfiguration.class,
                                MicrometerTracingAutoConfiguration.class))
                        .withInitializer(context -> context.addApplicationListener(
                                new OpenTelemetryEventPublisherBeansApplicationListener()));
        };
    }
}
