package io.llmdatavault.observability.tracing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.llmdatavault.observability.logging.Masker;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/** Hands masked spans to another exporter. What the other one reports or throws stays its own. */
final class MaskingSpanExporter implements SpanExporter {

    private final SpanExporter delegate;

    private final Masker masker;

    MaskingSpanExporter(SpanExporter delegate, Masker masker) {
        this.delegate = delegate;
        this.masker = masker;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        List<SpanData> masked = new ArrayList<>(spans.size());
        for (SpanData span : spans) {
            masked.add(MaskedSpanData.of(span, masker));
        }
        return delegate.export(masked);
    }

    @Override
    public CompletableResultCode flush() {
        return delegate.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return delegate.shutdown();
    }

    @Override
    public void close() {
        delegate.close();
    }

    @Override
    public String toString() {
        return "Masking " + delegate;
    }
}
