package io.llmdatavault.observability.web.servlet;

import java.util.function.Supplier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.embedded.jetty.JettyServletWebServerFactory;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.server.ServletWebServerFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.util.function.SingletonSupplier;

/** The servers of Spring Boot, each with the same whole application, started once for all tests. */
enum Container {
    TOMCAT(TomcatServletWebServerFactory::new),
    JETTY(JettyServletWebServerFactory::new),
    UNDERTOW(UndertowServletWebServerFactory::new);

    private final SingletonSupplier<WebServer> server;

    Container(Supplier<ServletWebServerFactory> factory) {
        this.server = SingletonSupplier.of(() -> start(factory));
    }

    WebServer server() {
        return server.obtain();
    }

    private static WebServer start(Supplier<ServletWebServerFactory> factory) {
        ApplicationContextInitializer<GenericApplicationContext> initializer =
                context -> context.registerBean("factory", ServletWebServerFactory.class, factory);
        ServletWebServerApplicationContext context =
                (ServletWebServerApplicationContext) new SpringApplicationBuilder(FailingApplication.class)
                        .web(WebApplicationType.SERVLET)
                        .initializers(initializer)
                        .properties(
                                "server.port=0",
                                "server.shutdown=immediate",
                                "spring.main.banner-mode=off",
                                "spring.mvc.async.request-timeout=300ms",
                                "spring.servlet.multipart.max-file-size=1KB",
                                "vault.observability.alerts.enabled=false",
                                "vault.observability.health.enabled=false")
                        .run();
        return new WebServer(context.getWebServer().getPort(), context);
    }

    /** How many failures have been counted so far. */
    double counted() {
        return server().context().getBean(MeterRegistry.class).find("vault.errors").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
