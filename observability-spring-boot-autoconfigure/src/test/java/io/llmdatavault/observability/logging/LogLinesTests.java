package io.llmdatavault.observability.logging;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import io.llmdatavault.observability.error.ConfigurationError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class LogLinesTests {

    @Test
    void masksPlainLinesAndKeepsTheirLook(CapturedOutput output) {
        LogRun.run(LogLinesTests::logSecrets);
        assertThat(output).doesNotContain("hunter2");
        assertThat(LogRun.lines(output).get(0))
                .matches(
                        "\\d{4}-\\d\\d-\\d\\dT\\S+\\s+INFO \\d+ --- \\[ +main] \\[ +] test.Logger +: password=\\*\\*\\*");
        assertThat(output)
                .contains("java.lang.IllegalStateException: token=***")
                .contains("Caused by: java.io.IOException: {\"secret\":\"***\"}")
                .contains("Suppressed: java.io.IOException: password: ***")
                .contains("\tat io.llmdatavault.observability.logging.LogLinesTests.logSecrets(LogLinesTests.java:");
    }

    @Test
    void masksThePlainLogFile(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("app.log");
        LogRun.run(LogLinesTests::logSecrets, "logging.file.name=" + file);
        assertThat(Files.readString(file)).contains("password=***").doesNotContain("hunter2");
    }

    @Test
    void masksWhatAnOwnPatternPrints(CapturedOutput output) {
        LogRun.run(
                logger -> {
                    MDC.put("apiKey", "hunter2");
                    logger.atInfo().addKeyValue("secret", "hunter2").log("hello");
                    MDC.clear();
                },
                "logging.pattern.console=%logger %X{apiKey} %kvp %msg%n");
        assertThat(LogRun.lines(output)).containsExactly("test.Logger *** secret=\"***\" hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecs", "gelf", "logstash"})
    void masksTheStructuredFormatsOfSpringBoot(String format, CapturedOutput output) {
        LogRun.run(
                logger -> {
                    logSecrets(logger);
                    logger.atInfo()
                            .addKeyValue("api_key", "hunter2")
                            .addKeyValue("size", 3)
                            .log("fields");
                },
                "logging.structured.format.console=" + format);
        assertThat(output).contains("password=***", "\"***\"", "token=***").doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vault.observability.enabled=false",
                "vault.observability.logging.enabled=false",
                "vault.observability.logging.masking.enabled=false"
            })
    void touchesNothingWhenDisabled(String key, CapturedOutput output) {
        LogRun.run(LogLinesTests::logSecrets, key);
        LogRun.run(LogLinesTests::logSecrets, key, "logging.structured.format.console=ecs");
        assertThat(output).doesNotContain("***").contains("hunter2");
    }

    @Test
    void leavesAnOwnFileAloneAndNamesTheEncoderOnce(CapturedOutput output) {
        LogRun.run(logger -> logger.info("password=hunter2"), "logging.config=classpath:logging/plain-logback.xml");
        assertThat(output).contains("own INFO password=hunter2").containsOnlyOnce(VaultJsonEncoder.class.getName());
    }

    @Test
    void findsAnOwnFileByItsConventionalName(@TempDir Path directory, CapturedOutput output) throws Exception {
        Files.copy(Path.of("src/test/resources/logging/plain-logback.xml"), directory.resolve("logback-spring.xml"));
        ClassLoader withFile = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader());
        LogRun.run(withFile, logger -> {}, "logging.level.root=info");
        assertThat(output).containsOnlyOnce(VaultJsonEncoder.class.getName());
    }

    @Test
    void masksOnceHoweverManyApplicationsStart(CapturedOutput output) {
        for (int i = 0; i < 3; i++) {
            LogRun.run(logger -> LogRun.run(inner -> inner.info("inner token=hunter2")));
        }
        LogRun.run(logger -> assertThat(consoleEncoder())
                .hasFieldOrProperty("delegate")
                .extracting("delegate")
                .isNotInstanceOf(MaskingEncoder.class));
        assertThat(output).doesNotContain("hunter2");
        LogRun.run(logger -> logger.info("password=hunter2"), "vault.observability.logging.masking.enabled=false");
        assertThat(LogRun.lines(output)).last().asString().endsWith("password=hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vault.observability.logging.format=json", "vault.observability.logging.enabled=false"})
    void endsStartUpBeforeTheFirstLineOverAWrongValue(String key) {
        assertThatExceptionOfType(ConfigurationError.class)
                .isThrownBy(() -> LogRun.run(logger -> {}, key, "vault.observability.logging.masking.keep=99"))
                .satisfies(
                        error -> assertThat(error.configKey()).isEqualTo("vault.observability.logging.masking.keep"));
    }

    private static Object consoleEncoder() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        return ((OutputStreamAppender<ILoggingEvent>)
                        context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("CONSOLE"))
                .getEncoder();
    }

    private static void logSecrets(Logger logger) {
        logger.info("password={}", "hunter2");
        IllegalStateException failure =
                new IllegalStateException("token=hunter2", new IOException("{\"secret\":\"hunter2\"}"));
        failure.addSuppressed(new IOException("password: hunter2"));
        logger.error("failed", failure);
    }
}
