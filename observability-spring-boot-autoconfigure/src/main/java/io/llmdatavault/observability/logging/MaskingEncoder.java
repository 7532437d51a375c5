package io.llmdatavault.observability.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;

/** Lets another encoder write the masked event. Masking the finished line would mistake its columns for values. */
final class MaskingEncoder extends EncoderBase<ILoggingEvent> {

    private final Encoder<ILoggingEvent> delegate;

    private final Masker masker;

    MaskingEncoder(Encoder<ILoggingEvent> delegate, Masker masker) {
        this.delegate = delegate;
        this.masker = masker;
    }

    @Override
    public void stop() {
        super.stop();
        delegate.stop();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return delegate.encode(new MaskedEvent(event, masker));
    }

    @Override
    public byte[] headerBytes() {
        return delegate.headerBytes();
    }

    @Override
    public byte[] footerBytes() {
        return delegate.footerBytes();
    }
}
