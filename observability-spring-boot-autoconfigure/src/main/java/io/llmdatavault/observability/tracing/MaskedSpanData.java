package io.llmdatavault.observability.tracing;

import java.util.List;

import io.llmdatavault.observability.logging.Masker;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;

/**
 * A span whose texts are masked: its name, the attributes of it, its events and its links, and the status, which holds
 * the message of the exception that ended it. Masked once, because exporters read more than once.
 */
final class MaskedSpanData extends DelegatingSpanData {

    private final String name;

    private final Attributes attributes;

    private final List<EventData> events;

    private final List<LinkData> links;

    private final StatusData status;

    private MaskedSpanData(SpanData span, Masker masker) {
        super(span);
        this.name = masker.maskText(span.getName());
        this.attributes = masked(span.getAttributes(), masker);
        this.events =
                span.getEvents().stream().map(event -> masked(event, masker)).toList();
        this.links = span.getLinks().stream().map(link -> masked(link, masker)).toList();
        this.status = masked(span.getStatus(), masker);
    }

    static SpanData of(SpanData span, Masker masker) {
        return new MaskedSpanData(span, masker);
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public Attributes getAttributes() {
        return attributes;
    }

    @Override
    public List<EventData> getEvents() {
        return events;
    }

    @Override
    public List<LinkData> getLinks() {
        return links;
    }

    @Override
    public StatusData getStatus() {
        return status;
    }

    private static EventData masked(EventData event, Masker masker) {
        Attributes masked = masked(event.getAttributes(), masker);
        return masked == event.getAttributes()
                ? event
                : EventData.create(event.getEpochNanos(), event.getName(), masked, event.getTotalAttributeCount());
    }

    private static LinkData masked(LinkData link, Masker masker) {
        Attributes masked = masked(link.getAttributes(), masker);
        return masked == link.getAttributes()
                ? link
                : LinkData.create(link.getSpanContext(), masked, link.getTotalAttributeCount());
    }

    private static StatusData masked(StatusData status, Masker masker) {
        String masked = masker.maskText(status.getDescription());
        return masked.equals(status.getDescription()) ? status : StatusData.create(status.getStatusCode(), masked);
    }

    private static Attributes masked(Attributes attributes, Masker masker) {
        AttributesBuilder masked = attributes.toBuilder();
        boolean[] changed = {false};
        attributes.forEach((key, value) -> {
            Object shown = masker.mask(key.getKey(), value);
            if (!shown.equals(value)) {
                put(masked, key, shown);
                changed[0] = true;
            }
        });
        return changed[0] ? masked.build() : attributes;
    }

    private static void put(AttributesBuilder attributes, AttributeKey<?> key, Object shown) {
        attributes.remove(key);
        if (shown instanceof List<?> texts) {
            attributes.put(
                    AttributeKey.stringArrayKey(key.getKey()),
                    texts.stream().map(String::valueOf).toList());
        } else {
            // Also for a number or a boolean of which nothing may be shown.
            attributes.put(AttributeKey.stringKey(key.getKey()), String.valueOf(shown));
        }
    }
}
