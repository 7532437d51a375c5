package io.llmdatavault.observability.logging;

import java.util.Iterator;
import java.util.List;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import io.llmdatavault.observability.configuration.FeatureSwitch;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.StringUtils;

/**
 * Masks the lines of Spring Boot's own two appenders. Where the application brings its own Logback file nothing is
 * touched, only said how to use our encoder. Kept apart from the listener, which must load without Logback.
 */
final class LogbackLines {

    /** The appenders of Spring Boot's own configuration. */
    private static final List<String> APPENDERS = List.of("CONSOLE", "FILE");

    /** The files that Spring Boot looks for, with {@code -spring} before the suffix too. */
    private static final List<String> FILES = List.of(
            "logback-test.groovy",
            "logback-test.xml",
            "logback.groovy",
            "logback.xml",
            "logback-test-spring.groovy",
            "logback-test-spring.xml",
            "logback-spring.groovy",
            "logback-spring.xml");

    private static final String ANNOUNCED = LogbackLines.class.getName() + ".announced";

    private LogbackLines() {}

    static void prepare(ConfigurableEnvironment environment, ClassLoader classLoader) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        if (hasOwnFile(environment, classLoader)) {
            announceEncoder(context);
        } else if (FeatureSwitch.isOn(environment, "logging.masking")) {
            mask(context, Masker.from(environment));
        }
    }

    private static boolean hasOwnFile(ConfigurableEnvironment environment, ClassLoader classLoader) {
        String config = environment.getProperty("logging.config");
        // As Spring Boot does: a system property that was forgotten to be substituted is no file.
        if (StringUtils.hasLength(config) && !config.startsWith("-D")) {
            return true;
        }
        return FILES.stream().anyMatch(file -> classLoader.getResource(file) != null);
    }

    private static void announceEncoder(LoggerContext context) {
        // The context forgets the mark when it is reset, which is when its file is read again.
        if (context.getObject(ANNOUNCED) != null || usesOurEncoder(context)) {
            return;
        }
        context.putObject(ANNOUNCED, true);
        context.getLogger(LogbackLines.class)
                .info(
                        "The application has its own Logback file, so log lines are left as they are: not masked,"
                                + " whatever vault.observability.logging says. For masked JSON lines use"
                                + " <encoder class=\"{}\"/> there.",
                        VaultJsonEncoder.class.getName());
    }

    private static boolean usesOurEncoder(LoggerContext context) {
        for (Logger logger : context.getLoggerList()) {
            for (Iterator<Appender<ILoggingEvent>> appenders = logger.iteratorForAppenders(); appenders.hasNext(); ) {
                if (appenders.next() instanceof OutputStreamAppender<ILoggingEvent> appender
                        && appender.getEncoder() instanceof VaultJsonEncoder) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void mask(LoggerContext context, Masker masker) {
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        for (String name : APPENDERS) {
            // What is no layout is a structured format, masked on its own; or ours from an application before this one.
            if (root.getAppender(name) instanceof OutputStreamAppender<ILoggingEvent> appender
                    && appender.getEncoder() instanceof LayoutWrappingEncoder<ILoggingEvent> encoder) {
                appender.setEncoder(maskingEncoder(encoder, masker));
            }
        }
    }

    private static Encoder<ILoggingEvent> maskingEncoder(Encoder<ILoggingEvent> encoder, Masker masker) {
        MaskingEncoder masking = new MaskingEncoder(encoder, masker);
        masking.setContext(encoder.getContext());
        masking.start();
        return masking;
    }
}
