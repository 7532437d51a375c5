package io.llmdatavault.observability.logging;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import io.llmdatavault.observability.configuration.ServiceInfo;
import io.llmdatavault.observability.error.ErrorContext;
import net.logstash.logback.stacktrace.ShortenedThrowableConverter;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;
import org.springframework.core.env.Environment;

/** Turns a logging event into a {@link JsonLine}: which members there are, in which order, and masked. Thread-safe. */
final class JsonLineFactory {

    /** Longest stack trace in characters; what is longer is cut before it is masked. */
    static final int MAX_STACK_TRACE = 32_768;

    private static final int MAX_FRAMES = 100;

    private static final DateTimeFormatter TIMESTAMP =
            new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

    private static final String STACK_TRACE = "stack_trace";

    /** Members that a structured field cannot take the place of. */
    private static final Set<String> FIXED = Set.of(
            "timestamp",
            "level",
            "message",
            "target",
            "thread",
            "request_id",
            "trace_id",
            "span_id",
            "user_id",
            "service",
            "environment",
            "version",
            STACK_TRACE);

    private static final Set<String> AMBIENT = Set.of(
            ErrorContext.REQUEST_ID,
            ErrorContext.TRACE_ID,
            ErrorContext.SPAN_ID,
            ErrorContext.USER_ID,
            "trace_id",
            "span_id");

    private final Masker masker;

    private final ServiceInfo service;

    private final StructuredArguments arguments = new StructuredArguments();

    private final ShortenedThrowableConverter stackTraces = new ShortenedThrowableConverter();

    JsonLineFactory(Environment environment, Context context) {
        this.masker = Masker.from(environment);
        this.service = ServiceInfo.from(environment);
        stackTraces.setContext(context);
        stackTraces.setMaxLength(MAX_STACK_TRACE);
        stackTraces.setMaxDepthPerThrowable(MAX_FRAMES);
        stackTraces.start();
    }

    JsonLine create(ILoggingEvent event) {
        Map<String, String> mdc = event.getMDCPropertyMap();
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        Instant instant = event.getInstant();
        members.put(
                "timestamp", TIMESTAMP.format(instant != null ? instant : Instant.ofEpochMilli(event.getTimeStamp())));
        members.put("level", event.getLevel().toString());
        addText(members, "message", event.getFormattedMessage());
        addText(members, "target", event.getLoggerName());
        addText(members, "thread", event.getThreadName());
        addText(members, "request_id", mdc.get(ErrorContext.REQUEST_ID));
        addText(members, "trace_id", first(mdc, ErrorContext.TRACE_ID, "trace_id"));
        addText(members, "span_id", first(mdc, ErrorContext.SPAN_ID, "span_id"));
        addText(members, "user_id", mdc.get(ErrorContext.USER_ID));
        addText(members, "service", service.name());
        addText(members, "environment", service.environment());
        addText(members, "version", service.version());
        addFields(members, event, mdc);
        if (event.getThrowableProxy() != null) {
            addText(members, STACK_TRACE, stackTraces.convert(event));
        }
        return new JsonLine(members);
    }

    /** A line for an event that cannot be turned into one, so that it is not lost. */
    JsonLine createMinimal(ILoggingEvent event, Throwable failure) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("timestamp", TIMESTAMP.format(Instant.ofEpochMilli(event.getTimeStamp())));
        members.put("level", String.valueOf(event.getLevel()));
        members.put("message", "[Log line failed: " + failure.getClass().getName() + "]");
        addText(members, "target", event.getLoggerName());
        addText(members, "service", service.name());
        return new JsonLine(members);
    }

    private void addFields(Map<String, @Nullable Object> members, ILoggingEvent event, Map<String, String> mdc) {
        arguments.collect(event, (name, value) -> addField(members, name, value));
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            for (KeyValuePair pair : pairs) {
                addField(members, String.valueOf(pair.key), pair.value);
            }
        }
        for (Map.Entry<String, String> entry : mdc.entrySet()) {
            // What this one call says counts for more than what is said for all calls of the thread.
            if (!AMBIENT.contains(entry.getKey()) && !members.containsKey(memberName(entry.getKey()))) {
                addField(members, entry.getKey(), entry.getValue());
            }
        }
    }

    private void addField(Map<String, @Nullable Object> members, String name, @Nullable Object value) {
        members.put(memberName(name), value == null ? null : PlainValue.of(masker, name, value));
    }

    private static String memberName(String fieldName) {
        return WellFormed.text(FIXED.contains(fieldName) ? fieldName + "_" : fieldName);
    }

    private void addText(Map<String, @Nullable Object> members, String name, @Nullable String text) {
        if (text != null) {
            members.put(name, WellFormed.text(masker.maskText(text)));
        }
    }

    private static @Nullable String first(Map<String, String> mdc, String key, String otherKey) {
        String value = mdc.get(key);
        return value != null ? value : mdc.get(otherKey);
    }
}
