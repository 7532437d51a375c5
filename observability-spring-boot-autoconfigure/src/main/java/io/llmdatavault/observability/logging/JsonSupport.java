package io.llmdatavault.observability.logging;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.util.ClassUtils;

/** Says, without loading any of it, whether what JSON lines need is there. */
final class JsonSupport {

    /** A name and no class literal: its class needs Logback to be loaded. */
    static final String FORMATTER = "io.llmdatavault.observability.logging.JsonLogFormatter";

    private static final String LOGBACK = "ch.qos.logback.classic.LoggerContext";

    private static final String LOGSTASH_ENCODER = "net.logstash.logback.encoder.CompositeJsonEncoder";

    private JsonSupport() {}

    /** What is missing for JSON lines; {@code null} when nothing is. */
    static @Nullable String missing() {
        if (!isLogback()) {
            return "Logback as the logging system";
        }
        return ClassUtils.isPresent(LOGSTASH_ENCODER, ClassUtils.getDefaultClassLoader())
                ? null
                : "net.logstash.logback:logstash-logback-encoder on the class path";
    }

    static boolean isLogback() {
        return LoggerFactory.getILoggerFactory().getClass().getName().equals(LOGBACK);
    }
}
