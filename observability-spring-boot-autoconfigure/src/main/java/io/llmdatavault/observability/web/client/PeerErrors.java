package io.llmdatavault.observability.web.client;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;

import io.llmdatavault.observability.error.ErrorContext;
import io.llmdatavault.observability.error.ErrorKind;
import io.llmdatavault.observability.error.ExternalServiceError;
import io.llmdatavault.observability.error.VaultError;
import io.llmdatavault.observability.logging.Masker;
import io.llmdatavault.observability.logging.PlainText;
import io.llmdatavault.observability.web.PeerRefusals;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.json.JsonParser;
import org.springframework.boot.json.JsonParserFactory;

/**
 * Turns a peer's problem into the error that it stands for: the error of its kind where the peer speaks this starter's
 * vocabulary, else an {@link ExternalServiceError}. Never throws. Thread-safe.
 */
class PeerErrors {

    private static final Set<Integer> RETRYABLE_STATUSES = Set.of(429, 502, 503, 504);

    private final @Nullable Masker masker;

    private final PeerRetryAfter retryAfters;

    /** Boot's own choice among the JSON libraries that are there: Jackson 2 or 3, depending on its line. */
    private final JsonParser parser = JsonParserFactory.getJsonParser();

    PeerErrors(@Nullable Masker masker, Clock clock) {
        this.masker = masker;
        this.retryAfters = new PeerRetryAfter(clock);
    }

    /**
     * The error for an answer.
     * @param answer what the peer sent
     * @param cause the exception that Spring would have thrown
     * @return a new error
     */
    VaultError error(PeerAnswer answer, Throwable cause) {
        PeerDocument document = PeerDocument.parse(answer.body(), parser, masker);
        Duration retryAfter = retryAfters.of(answer.headers(), document);
        ErrorKind kind = document.kind();
        VaultError.Builder<?> builder =
                kind != null ? PeerKinds.builder(kind, document, retryAfter) : foreign(answer, retryAfter);
        if (kind != ErrorKind.VALIDATION) {
            // The message of this one kind is for callers.
            builder.message(message(answer, document, kind));
        }
        String detail = kind != null ? document.text("detail") : null;
        if (detail != null) {
            builder.detail(detail);
        }
        return builder.cause(cause).context(context(answer, document)).build();
    }

    private static VaultError.Builder<?> foreign(PeerAnswer answer, @Nullable Duration retryAfter) {
        boolean retryable = RETRYABLE_STATUSES.contains(answer.status());
        ExternalServiceError.Builder builder = ExternalServiceError.builder(answer.host(), answer.request())
                .statusCode(answer.status())
                .retryable(retryable);
        return retryable && retryAfter != null ? builder.retryAfter(retryAfter) : builder;
    }

    private static String message(PeerAnswer answer, PeerDocument document, @Nullable ErrorKind kind) {
        String message = PlainText.of(answer.host()) + " answered " + answer.request() + " with " + answer.status();
        return kind != null
                ? message + " " + document.text("code", kind.name()) + ": " + document.text("detail", "no detail")
                : message;
    }

    private static ErrorContext context(PeerAnswer answer, PeerDocument document) {
        ErrorContext context = ErrorContext.of(ErrorContext.UNKNOWN_OPERATION)
                .withMetadata(PeerRefusals.PEER, answer.host())
                .withMetadata(PeerRefusals.STATUS, answer.status());
        context = withId(context, "peerRequestId", document.id("requestId"));
        return withId(context, "peerTraceId", document.id("traceId"));
    }

    private static ErrorContext withId(ErrorContext context, String key, @Nullable String id) {
        return id != null ? context.withMetadata(key, id) : context;
    }
}
