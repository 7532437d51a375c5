package io.llmdatavault.observability.web.reactive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.llmdatavault.observability.configuration.WarnOnce;
import io.llmdatavault.observability.web.Problem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Writes problems with the application's own codecs: as XML for those who ask for it and where a codec can, else JSON. */
final class ProblemWriter {

    private static final Logger logger = LoggerFactory.getLogger(ProblemWriter.class);

    private static final ResolvableType TYPE = ResolvableType.forClass(ProblemDetail.class);

    private final ServerCodecConfigurer codecs;

    private final WarnOnce warning =
            new WarnOnce(logger, "A problem cannot be written, only its plain members are sent");

    ProblemWriter(ServerCodecConfigurer codecs) {
        this.codecs = codecs;
    }

    /** Whether there is a codec for JSON at all. */
    boolean isAble() {
        return find(MediaType.APPLICATION_PROBLEM_JSON) != null;
    }

    Mono<Void> write(Problem problem, ServerWebExchange exchange) {
        return Mono.defer(() -> write(problem.body(), problem, exchange)).onErrorResume(failure -> {
            if (exchange.getResponse().isCommitted()) {
                return Mono.error(failure);
            }
            warning.warn(failure);
            return write(plain(problem.body()), problem, exchange);
        });
    }

    private Mono<Void> write(ProblemDetail body, Problem problem, ServerWebExchange exchange) {
        MediaType mediaType = mediaType(exchange);
        HttpMessageWriter<ProblemDetail> writer = find(mediaType);
        if (writer == null) {
            return Mono.error(new IllegalStateException("No codec writes " + mediaType));
        }
        exchange.getResponse().setStatusCode(HttpStatusCode.valueOf(body.getStatus()));
        ResponseHeaders.withdrawBody(exchange.getResponse().getHeaders());
        ResponseHeaders.add(problem, exchange.getResponse().getHeaders());
        exchange.getResponse().getHeaders().setContentType(mediaType);
        return writer.write(
                Mono.just(body), TYPE, TYPE, mediaType, exchange.getRequest(), exchange.getResponse(), Map.of());
    }

    /** Without what a customizer has added and no codec can write. */
    private static ProblemDetail plain(ProblemDetail body) {
        ProblemDetail plain = ProblemDetail.forStatus(body.getStatus());
        plain.setType(body.getType());
        plain.setTitle(body.getTitle());
        plain.setDetail(body.getDetail());
        plain.setInstance(body.getInstance());
        Map<String, Object> properties = body.getProperties() != null ? body.getProperties() : new HashMap<>();
        properties.forEach((name, value) -> {
            if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                plain.setProperty(name, value);
            }
        });
        return plain;
    }

    /** As Spring chooses for problems: by quality among the two types of RFC 9457, JSON where neither is asked for. */
    private MediaType mediaType(ServerWebExchange exchange) {
        for (MediaType accepted : accepted(exchange)) {
            if (accepted.isCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)) {
                break;
            }
            if (accepted.isCompatibleWith(MediaType.APPLICATION_PROBLEM_XML)
                    && find(MediaType.APPLICATION_PROBLEM_XML) != null) {
                return MediaType.APPLICATION_PROBLEM_XML;
            }
        }
        return MediaType.APPLICATION_PROBLEM_JSON;
    }

    private static List<MediaType> accepted(ServerWebExchange exchange) {
        try {
            List<MediaType> accepted =
                    new ArrayList<>(exchange.getRequest().getHeaders().getAccept());
            MimeTypeUtils.sortBySpecificity(accepted);
            return accepted;
        } catch (InvalidMediaTypeException ex) {
            return List.of();
        }
    }

    @SuppressWarnings("unchecked")
    private @Nullable HttpMessageWriter<ProblemDetail> find(MediaType mediaType) {
        for (HttpMessageWriter<?> writer : codecs.getWriters()) {
            if (writer.canWrite(TYPE, mediaType)) {
                return (HttpMessageWriter<ProblemDetail>) writer;
            }
        }
        return null;
    }
}
