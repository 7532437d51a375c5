package io.llmdatavault.observability.logging;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.structured.StructuredLogFormatter;
import org.springframework.core.env.Environment;

/**
 * The format {@code json} for Spring Boot's structured logging, which creates it by its class name and keeps the
 * appenders, the rolling of files and the levels.
 */
final class JsonLogFormatter implements StructuredLogFormatter<ILoggingEvent> {

    private final JsonLineEncoder encoder;

    JsonLogFormatter(Environment environment) {
        this.encoder = new JsonLineEncoder(environment, (Context) LoggerFactory.getILoggerFactory());
    }

    @Override
    public String format(ILoggingEvent event) {
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }

    @Override
    public byte[] formatAsBytes(ILoggingEvent event, Charset charset) {
        return charset.equals(StandardCharsets.UTF_8)
                ? encoder.encode(event)
                : format(event).getBytes(charset);
    }
}
