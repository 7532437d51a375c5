package io.llmdatavault.observability.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import org.springframework.core.env.Environment;

/** A logging event in, the bytes of its JSON line out, whatever happens. Thread-safe. */
final class JsonLineEncoder {

    private final JsonLineFactory lines;

    private final JsonLineWriter writer;

    JsonLineEncoder(Environment environment, Context context) {
        this.lines = new JsonLineFactory(environment, context);
        this.writer = JsonLineWriter.started(context);
    }

    byte[] encode(ILoggingEvent event) {
        try {
            return writer.encode(lines.create(event));
        } catch (RuntimeException | StackOverflowError ex) {
            return writer.encode(lines.createMinimal(event, ex));
        }
    }

    void stop() {
        writer.stop();
    }
}
