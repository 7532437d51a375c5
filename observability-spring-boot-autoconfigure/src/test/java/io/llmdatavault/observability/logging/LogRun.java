package io.llmdatavault.observability.logging;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs a real application, lets it log, and closes it. */
final class LogRun {

    private LogRun() {}

    static void run(Consumer<Logger> application, String... keys) {
        run(LogRun.class.getClassLoader(), application, keys);
    }

    static void run(ClassLoader classLoader, Consumer<Logger> application, String... keys) {
        // Spring Boot hands the format on as system properties and never takes them back.
        for (LoggingSystemProperty property : LoggingSystemProperty.values()) {
            System.clearProperty(property.getEnvironmentVariableName());
        }
        // An application that failed to start leaves its logging behind, which the next one would take over.
        LoggingSystem.get(LogRun.class.getClassLoader()).cleanUp();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(classLoader);
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .resourceLoader(new DefaultResourceLoader(classLoader))
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .run(Arrays.stream(keys).map(key -> "--" + key).toArray(String[]::new))) {
            assertThat(context.isActive()).isTrue();
            application.accept(LoggerFactory.getLogger("test.Logger"));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** The lines that the application itself has logged. */
    static List<String> lines(CapturedOutput output) {
        return output.getOut()
                .lines()
                .filter(line -> line.contains("test.Logger"))
                .toList();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
