package io.llmdatavault.observability.web.client;

import java.time.Duration;
import java.util.function.Consumer;

import io.llmdatavault.observability.configuration.ObservabilityAutoConfiguration;
import io.llmdatavault.observability.context.ContextPropagationAutoConfiguration;
import io.llmdatavault.observability.error.report.ErrorReportAutoConfiguration;
import io.llmdatavault.observability.error.translate.ErrorTranslatorAutoConfiguration;
import io.llmdatavault.observability.logging.MaskingAutoConfiguration;
import io.llmdatavault.observability.web.ProblemAutoConfiguration;
import io.llmdatavault.observability.web.RequestIdAutoConfiguration;
import io.llmdatavault.observability.web.client.boot3.Boot3RestClientAutoConfiguration;
import io.llmdatavault.observability.web.client.boot3.Boot3WebClientAutoConfiguration;
import io.llmdatavault.observability.web.servlet.ServletProblemAutoConfiguration;
import io.llmdatavault.observability.web.servlet.ServletRequestIdAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.http.client.HttpClientAutoConfiguration;
import org.springframework.boot.autoconfigure.http.client.reactive.ClientHttpConnectorAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.autoconfigure.web.client.RestClientAutoConfiguration;
import org.springframework.boot.autoconfigure.web.client.RestTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.web.reactive.function.client.WebClientAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;

/** A real service with this starter, and Boot's client builders in it. */
public record PeerServer(int port, ServletWebServerApplicationContext context) {

    static final String DECODE = "vault.observability.problem.client.enabled=true";

    public static WebApplicationContextRunner runner() {
        return new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new)
                .withConfiguration(AutoConfigurations.of(
                        ServletWebServerFactoryAutoConfiguration.class,
                        DispatcherServletAutoConfiguration.class,
                        WebMvcAutoConfiguration.class,
                        HttpMessageConvertersAutoConfiguration.class,
                        JacksonAutoConfiguration.class,
                        HttpClientAutoConfiguration.class,
                        ClientHttpConnectorAutoConfiguration.class,
                        RestClientAutoConfiguration.class,
                        RestTemplateAutoConfiguration.class,
                        WebClientAutoConfiguration.class,
                        TaskExecutionAutoConfiguration.class,
                        TaskSchedulingAutoConfiguration.class))
                .withConfiguration(AutoConfigurations.of(
                        ObservabilityAutoConfiguration.class,
                        MaskingAutoConfiguration.class,
                        ErrorTranslatorAutoConfiguration.class,
                        ErrorReportAutoConfiguration.class,
                        ContextPropagationAutoConfiguration.class,
                        ProblemAutoConfiguration.class,
                        RequestIdAutoConfiguration.class,
                        ServletProblemAutoConfiguration.class,
                        ServletRequestIdAutoConfiguration.class,
                        ClientAutoConfiguration.class,
                        io.llmdatavault.observability.web.client.WebClientAutoConfiguration.class,
                        Boot3RestClientAutoConfiguration.class,
                        Boot3WebClientAutoConfiguration.class))
                .withBean(ReactorResourceFactory.class, PeerServer::resources)
                .withPropertyValues("server.port=0");
    }

    /** As Spring Boot's, but gone at once: its two seconds of quiet would be spent at the end of each test. */
    private static ReactorResourceFactory resources() {
        ReactorResourceFactory resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        resources.setShutdownQuietPeriod(Duration.ZERO);
        return resources;
    }

    /** Starts the service, lets the test talk to it, and stops it. */
    public static void run(WebApplicationContextRunner runner, Consumer<PeerServer> test) {
        runner.run(context -> {
            if (context.getStartupFailure() != null) {
                throw new IllegalStateException("The service does not start", context.getStartupFailure());
            }
            ServletWebServerApplicationContext server =
                    context.getSourceApplicationContext(ServletWebServerApplicationContext.class);
            test.accept(new PeerServer(server.getWebServer().getPort(), server));
        });
    }

    public String url(String path) {
        return "http://localhost:" + port + path;
    }
}
