package io.llmdatavault.observability.logging;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.function.BiConsumer;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import net.logstash.logback.argument.StructuredArgument;
import net.logstash.logback.marker.LogstashMarker;
import net.logstash.logback.marker.SingleFieldAppendingMarker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Reads the fields of the Logstash encoder's structured arguments and markers. They write to a generator; here it is a
 * buffer, so that one that throws halfway spoils nothing, and what is written can be masked by name.
 */
final class StructuredArguments {

    private final ObjectMapper mapper = JsonMapper.builder()
            .addModules(modules())
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS, SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    /** Those on the class path, as the one for java.time; one that cannot be loaded must not end the start-up. */
    private static List<Module> modules() {
        try {
            return MapperBuilder.findModules(StructuredArguments.class.getClassLoader());
        } catch (ServiceConfigurationError | RuntimeException ex) {
            return List.of();
        }
    }

    void collect(ILoggingEvent event, BiConsumer<String, @Nullable Object> fields) {
        Object[] arguments = event.getArgumentArray();
        if (arguments != null) {
            for (Object argument : arguments) {
                if (argument instanceof StructuredArgument structured) {
                    collect(structured, structured::writeTo, fields);
                }
            }
        }
        if (event.getMarkerList() != null) {
            event.getMarkerList().forEach(marker -> collectMarker(marker, fields));
        }
    }

    private void collectMarker(Marker marker, BiConsumer<String, @Nullable Object> fields) {
        if (marker instanceof LogstashMarker structured) {
            collect(structured, structured::writeTo, fields);
        }
        for (Iterator<Marker> references = marker.iterator(); references.hasNext(); ) {
            collectMarker(references.next(), fields);
        }
    }

    private void collect(Object source, Writer writer, BiConsumer<String, @Nullable Object> fields) {
        try (TokenBuffer buffer = new TokenBuffer(mapper, false)) {
            buffer.writeStartObject();
            writer.writeTo(buffer);
            buffer.writeEndObject();
            try (JsonParser parser = buffer.asParser()) {
                Map<?, ?> written = mapper.readValue(parser, Map.class);
                written.forEach((name, value) -> fields.accept(String.valueOf(name), value));
            }
        } catch (IOException | RuntimeException | StackOverflowError ex) {
            if (source instanceof SingleFieldAppendingMarker field) {
                fields.accept(
                        field.getFieldName(),
                        "[FAILED to write: " + ex.getClass().getName() + "]");
            }
        }
    }

    /** What an argument and a marker have in common. */
    @FunctionalInterface
    private interface Writer {

        void writeTo(JsonGenerator generator) throws IOException;
    }
}
