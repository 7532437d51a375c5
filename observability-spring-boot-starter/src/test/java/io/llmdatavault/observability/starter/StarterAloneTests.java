package io.llmdatavault.observability.starter;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** The starter's own dependencies and nothing else: no web, no JDBC, no security. */
@ExtendWith(OutputCaptureExtension.class)
class StarterAloneTests {

    private static final Pattern NEEDED =
            Pattern.compile("/(?:spring-(?:boot|boot-autoconfigure|core|context|beans|aop|"
                    + "expression|jcl)|slf4j-api|logback-[a-z]+|snakeyaml|jakarta\\.annotation-api)-[\\w.]+\\.jar$"
                    + "|observability-spring-boot-autoconfigure|test-classes");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.springframework.web.servlet.DispatcherServlet",
                "jakarta.servlet.Servlet",
                "org.springframework.jdbc.core.JdbcTemplate",
                "org.springframework.dao.DataAccessException",
                "org.springframework.security.core.AuthenticationException",
                "jakarta.validation.Validator"
            })
    void lacks(String className) {
        assertThat(ClassUtils.isPresent(className, null)).isFalse();
    }

    @Test
    void startsWithoutWarning(CapturedOutput output) {
        try (ConfigurableApplicationContext context = run(new DefaultResourceLoader())) {
            assertThat(context.getBeanDefinitionNames())
                    .anyMatch(name -> name.startsWith("io.llmdatavault.observability."));
        }
        assertThat(output).doesNotContain("WARN").doesNotContain("ERROR");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.micrometer.tracing",
                "io.opentelemetry",
                "io.micrometer.prometheusmetrics",
                "io.micrometer.core",
                "io.micrometer",
                "net.logstash.logback",
                "org.springframework.web",
                "org.springframework.retry"
            })
    void startsWithoutPackage(String excludedPackage) {
        FilteredClassLoader classLoader = new FilteredClassLoader(excludedPackage + ".");
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(classLoader);
        try (ConfigurableApplicationContext context = run(new DefaultResourceLoader(classLoader))) {
            assertThat(context.isActive()).isTrue();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** A process of its own: filtered class loaders do not hide what Boot's own listeners need. */
    @Test
    void startsOnSpringBootAlone(@TempDir Path folder) throws Exception {
        String classPath = Arrays.stream(
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                                .split(File.pathSeparator))
                .filter(entry -> NEEDED.matcher(entry).find())
                .collect(Collectors.joining(File.pathSeparator));
        Path log = folder.resolve("log");
        int exit = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        AloneApplication.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        assertThat(exit).as(Files.readString(log)).isZero();
        assertThat(log).content().contains("Started").doesNotContain("WARN").doesNotContain("ERROR");
    }

    private static ConfigurableApplicationContext run(DefaultResourceLoader resourceLoader) {
        return new SpringApplicationBuilder(AloneApplication.class)
                .resourceLoader(resourceLoader)
                .web(WebApplicationType.NONE)
                .run("--spring.application.name=alone");
    }
}
