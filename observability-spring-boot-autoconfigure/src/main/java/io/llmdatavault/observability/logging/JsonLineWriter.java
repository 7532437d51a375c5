package io.llmdatavault.observability.logging;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;

import ch.qos.logback.core.Context;
import com.fasterxml.jackson.core.JsonGenerator;
import net.logstash.logback.composite.AbstractCompositeJsonFormatter;
import net.logstash.logback.composite.AbstractJsonProvider;
import net.logstash.logback.composite.JsonProviders;
import net.logstash.logback.decorate.CharacterEscapesJsonFactoryDecorator;
import net.logstash.logback.encoder.CompositeJsonEncoder;
import org.jspecify.annotations.Nullable;

/** Writes {@link JsonLine}s with the Logstash encoder, which brings buffers per thread and line ends. Thread-safe. */
final class JsonLineWriter extends CompositeJsonEncoder<JsonLine> {

    /** Line ends that are none to JSON, but to many a reader of lines. */
    private static final int[] UNICODE_LINE_ENDS = {0x7f, 0x85, 0x2028, 0x2029};

    static JsonLineWriter started(Context context) {
        JsonLineWriter writer = new JsonLineWriter();
        writer.setContext(context);
        writer.setFindAndRegisterJacksonModules(false);
        writer.setLineSeparator("\n");
        writer.setJsonFactoryDecorator(lineSafe());
        JsonProviders<JsonLine> providers = new JsonProviders<>();
        providers.addProvider(new MembersProvider());
        writer.setProviders(providers);
        writer.start();
        return writer;
    }

    private static CharacterEscapesJsonFactoryDecorator lineSafe() {
        CharacterEscapesJsonFactoryDecorator decorator = new CharacterEscapesJsonFactoryDecorator();
        for (int lineEnd : UNICODE_LINE_ENDS) {
            decorator.addEscape(new CharacterEscapesJsonFactoryDecorator.Escape(
                    String.valueOf((char) lineEnd), String.format("\\u%04x", lineEnd)));
        }
        return decorator;
    }

    @Override
    protected AbstractCompositeJsonFormatter<JsonLine> createFormatter() {
        return new AbstractCompositeJsonFormatter<>(this) {};
    }

    /** Writes the members as they are; the line has seen to order, names and masking. */
    private static final class MembersProvider extends AbstractJsonProvider<JsonLine> {

        @Override
        public void writeTo(JsonGenerator generator, JsonLine line) throws IOException {
            for (Map.Entry<String, @Nullable Object> member : line.members().entrySet()) {
                generator.writeFieldName(member.getKey());
                write(generator, member.getValue());
            }
        }

        private static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
            if (value instanceof String text) {
                generator.writeString(text);
            } else if (value instanceof Map<?, ?> entries) {
                generator.writeStartObject();
                for (Map.Entry<?, ?> entry : entries.entrySet()) {
                    generator.writeFieldName(String.valueOf(entry.getKey()));
                    write(generator, entry.getValue());
                }
                generator.writeEndObject();
            } else if (value instanceof Collection<?> elements) {
                generator.writeStartArray();
                for (Object element : elements) {
                    write(generator, element);
                }
                generator.writeEndArray();
            } else {
                // Numbers, booleans and null.
                generator.writePOJO(value);
            }
        }
    }
}
