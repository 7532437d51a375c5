package io.llmdatavault.observability.web.reactive;

import java.util.function.Consumer;
import java.util.function.Supplier;

import io.llmdatavault.observability.configuration.ObservabilityAutoConfiguration;
import io.llmdatavault.observability.context.ContextPropagationAutoConfiguration;
import io.llmdatavault.observability.error.report.ErrorReportAutoConfiguration;
import io.llmdatavault.observability.error.translate.ErrorTranslatorAutoConfiguration;
import io.llmdatavault.observability.web.ProblemAutoConfiguration;
import io.llmdatavault.observability.web.RequestIdAutoConfiguration;
import io.llmdatavault.observability.web.SuiteServer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.MessageSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.http.codec.CodecsAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.autoconfigure.web.reactive.HttpHandlerAutoConfiguration;
import org.springframework.boot.autoconfigure.web.reactive.ReactiveMultipartAutoConfiguration;
import org.springframework.boot.autoconfigure.web.reactive.ReactiveWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.reactive.WebFluxAutoConfiguration;
import org.springframework.boot.autoconfigure.web.reactive.error.ErrorWebFluxAutoConfiguration;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.web.embedded.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.reactive.context.AnnotationConfigReactiveWebServerApplicationContext;
import org.springframework.boot.web.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.boot.web.reactive.server.ConfigurableReactiveWebServerFactory;

/** A real server with Spring WebFlux and the web features. */
public final class ReactiveServer {

    private static final AutoConfigurations FEATURES = AutoConfigurations.of(
            ReactiveWebServerFactoryAutoConfiguration.class,
            HttpHandlerAutoConfiguration.class,
            WebFluxAutoConfiguration.class,
            ReactiveMultipartAutoConfiguration.class,
            ErrorWebFluxAutoConfiguration.class,
            CodecsAutoConfiguration.class,
            JacksonAutoConfiguration.class,
            MessageSourceAutoConfiguration.class,
            ValidationAutoConfiguration.class,
            ObservabilityAutoConfiguration.class,
            ErrorTranslatorAutoConfiguration.class,
            ErrorReportAutoConfiguration.class,
            ProblemAutoConfiguration.class,
            RequestIdAutoConfiguration.class,
            ContextPropagationAutoConfiguration.class,
            ReactiveProblemAutoConfiguration.class,
            ReactiveSecurityProblemAutoConfiguration.class,
            ReactiveRequestIdAutoConfiguration.class);

    private ReactiveServer() {}

    /** With Netty. */
    public static ReactiveWebApplicationContextRunner runner() {
        return runner(NettyReactiveWebServerFactory::new);
    }

    public static ReactiveWebApplicationContextRunner runner(Supplier<ConfigurableReactiveWebServerFactory> server) {
        return new ReactiveWebApplicationContextRunner(AnnotationConfigReactiveWebServerApplicationContext::new)
                .withConfiguration(FEATURES)
                .withBean(ConfigurableReactiveWebServerFactory.class, server)
                .withPropertyValues("server.port=0");
    }

    /** Starts a Netty that the caller closes. */
    public static AnnotationConfigReactiveWebServerApplicationContext start(Class<?>... beans) {
        AnnotationConfigReactiveWebServerApplicationContext context =
                new AnnotationConfigReactiveWebServerApplicationContext();
        TestPropertyValues.of("server.port=0").applyTo(context);
        context.register(beans);
        context.registerBean(NettyReactiveWebServerFactory.class);
        context.register(Configurations.getClasses(FEATURES));
        context.refresh();
        return context;
    }

    /** Starts the server, lets the test talk to it, and stops it. */
    public static void run(ReactiveWebApplicationContextRunner runner, Consumer<SuiteServer> test) {
        runner.run(context -> {
            if (context.getStartupFailure() != null) {
                throw new IllegalStateException("The server does not start", context.getStartupFailure());
            }
            ReactiveWebServerApplicationContext source =
                    context.getSourceApplicationContext(ReactiveWebServerApplicationContext.class);
            test.accept(new SuiteServer(source.getWebServer().getPort(), source));
        });
    }
}
