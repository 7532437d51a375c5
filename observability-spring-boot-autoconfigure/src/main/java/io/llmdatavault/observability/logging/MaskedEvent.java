package io.llmdatavault.observability.logging;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggerContextVO;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** A logging event whose texts are masked when a layout asks for them. Lives as long as one line is written. */
final class MaskedEvent implements ILoggingEvent {

    private final ILoggingEvent event;

    private final Masker masker;

    MaskedEvent(ILoggingEvent event, Masker masker) {
        this.event = event;
        this.masker = masker;
    }

    @Override
    public @Nullable String getMessage() {
        String message = event.getMessage();
        return message == null ? null : masker.maskText(message);
    }

    @Override
    public @Nullable String getFormattedMessage() {
        String message = event.getFormattedMessage();
        return message == null ? null : masker.maskText(message);
    }

    @Override
    public @Nullable IThrowableProxy getThrowableProxy() {
        return MaskedThrowable.of(event.getThrowableProxy(), masker);
    }

    @Override
    public Map<String, String> getMDCPropertyMap() {
        Map<String, String> original = event.getMDCPropertyMap();
        if (original.isEmpty()) {
            return original;
        }
        Map<String, String> masked = new LinkedHashMap<>();
        original.forEach((name, value) -> masked.put(name, value == null ? null : masker.mask(name, value)));
        return masked;
    }

    @Override
    public @Nullable List<KeyValuePair> getKeyValuePairs() {
        List<KeyValuePair> original = event.getKeyValuePairs();
        if (original == null) {
            return null;
        }
        List<KeyValuePair> masked = new ArrayList<>(original.size());
        for (KeyValuePair pair : original) {
            masked.add(pair.value == null ? pair : new KeyValuePair(pair.key, masker.mask(pair.key, pair.value)));
        }
        return masked;
    }

    @Override
    public String getThreadName() {
        return event.getThreadName();
    }

    @Override
    public Level getLevel() {
        return event.getLevel();
    }

    @Override
    public Object @Nullable [] getArgumentArray() {
        return event.getArgumentArray();
    }

    @Override
    public String getLoggerName() {
        return event.getLoggerName();
    }

    @Override
    public LoggerContextVO getLoggerContextVO() {
        return event.getLoggerContextVO();
    }

    @Override
    public StackTraceElement[] getCallerData() {
        return event.getCallerData();
    }

    @Override
    public boolean hasCallerData() {
        return event.hasCallerData();
    }

    @Override
    public @Nullable List<Marker> getMarkerList() {
        return event.getMarkerList();
    }

    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester")
    public Map<String, String> getMdc() {
        return getMDCPropertyMap();
    }

    @Override
    public long getTimeStamp() {
        return event.getTimeStamp();
    }

    @Override
    public int getNanoseconds() {
        return event.getNanoseconds();
    }

    @Override
    public @Nullable Instant getInstant() {
        return event.getInstant();
    }

    @Override
    public long getSequenceNumber() {
        return event.getSequenceNumber();
    }

    @Override
    public void prepareForDeferredProcessing() {
        event.prepareForDeferredProcessing();
    }
}
