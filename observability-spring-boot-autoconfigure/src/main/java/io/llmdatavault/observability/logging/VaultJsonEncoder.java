package io.llmdatavault.observability.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

/**
 * Logback encoder that writes one JSON object a line, with secrets masked; the same lines as
 * {@code vault.observability.logging.format=json}. For applications that bring their own Logback file:
 *
 * <pre>{@code
 * <appender name="JSON" class="ch.qos.logback.core.ConsoleAppender">
 *     <encoder class="io.llmdatavault.observability.logging.VaultJsonEncoder"/>
 * </appender>
 * }</pre>
 *
 * <p>Takes the configuration from the environment that Spring Boot puts into the logger context; where Logback starts
 * before Spring Boot, as with {@code logback.xml}, from system properties and environment variables. Needs the Logstash
 * Logback encoder. Thread-safe once started. An event that cannot be written leaves a short line in its place.
 *
 * @since 0.1.0
 */
public final class VaultJsonEncoder extends EncoderBase<ILoggingEvent> {

    private static final byte[] NOTHING = {};

    private @Nullable JsonLineEncoder lines;

    /** Created by Logback. */
    public VaultJsonEncoder() {}

    @Override
    public void start() {
        Object environment = getContext().getObject(Environment.class.getName());
        lines = new JsonLineEncoder(
                environment instanceof Environment found ? found : new StandardEnvironment(), getContext());
        super.start();
    }

    @Override
    public void stop() {
        super.stop();
        if (lines != null) {
            lines.stop();
        }
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return lines == null ? NOTHING : lines.encode(event);
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
