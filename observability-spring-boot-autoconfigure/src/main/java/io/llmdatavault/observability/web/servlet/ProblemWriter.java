package io.llmdatavault.observability.web.servlet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.llmdatavault.observability.configuration.WarnOnce;
import io.llmdatavault.observability.web.Problem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/**
 * Sends problems with the message converters of the application, inside and outside of the dispatcher servlet alike. The
 * body is complete before the response is touched, so that a problem that cannot be written leaves no half answer.
 */
final class ProblemWriter {

    private static final Logger logger = LoggerFactory.getLogger(ProblemWriter.class);

    private final ObjectProvider<RequestMappingHandlerAdapter> adapters;

    private final WarnOnce bareWarning = new WarnOnce(logger, "A problem cannot be written and loses its own members");

    private final WarnOnce warning = new WarnOnce(logger, "Problems cannot be written and are left to Spring");

    ProblemWriter(ObjectProvider<RequestMappingHandlerAdapter> adapters) {
        this.adapters = adapters;
    }

    /** Sends a problem; {@code false} when it cannot, with the response as it was. */
    boolean write(Problem problem, HttpServletRequest request, HttpServletResponse response) {
        MediaType mediaType = mediaType(request);
        byte[] body = serialize(problem.body(), mediaType);
        if (body == null) {
            return false;
        }
        HalfAnswer.withdraw(response, problem.body().getStatus());
        response.setStatus(problem.body().getStatus());
        addHeaders(problem.headers(), response);
        setContentType(mediaType, response);
        response.setContentLength(body.length);
        try {
            response.getOutputStream().write(body);
            response.flushBuffer();
        } catch (IOException ex) {
            logger.debug("The caller went away before the problem was sent", ex);
        }
        return true;
    }

    /** XML for who asks for it by its name, where the application has a converter for it; JSON for everybody else. */
    private MediaType mediaType(HttpServletRequest request) {
        try {
            Enumeration<String> headers = request.getHeaders(HttpHeaders.ACCEPT);
            List<MediaType> accepted =
                    new ArrayList<>(MediaType.parseMediaTypes(headers != null ? Collections.list(headers) : List.of()));
            MimeTypeUtils.sortBySpecificity(accepted);
            for (MediaType mediaType : accepted) {
                if (mediaType.includes(MediaType.APPLICATION_PROBLEM_JSON)
                        || mediaType.includes(MediaType.APPLICATION_JSON)) {
                    return MediaType.APPLICATION_PROBLEM_JSON;
                }
                if (mediaType.equalsTypeAndSubtype(MediaType.APPLICATION_PROBLEM_XML)
                        && find(MediaType.APPLICATION_PROBLEM_XML).isPresent()) {
                    return MediaType.APPLICATION_PROBLEM_XML;
                }
            }
        } catch (IllegalArgumentException ex) {
            // Who asks for what does not exist, or for more than can be sorted, gets what there is.
        }
        return MediaType.APPLICATION_PROBLEM_JSON;
    }

    private static void setContentType(MediaType mediaType, HttpServletResponse response) {
        response.setContentType(mediaType.toString());
        String contentType = response.getContentType();
        if (contentType != null && contentType.contains("charset")) {
            // Undertow remembers the one of a writer that was taken back.
            response.setCharacterEncoding(null);
        }
    }

    /** All but the content type. A challenge that is there already knows better how to authenticate. */
    static void addHeaders(HttpHeaders headers, HttpServletResponse response) {
        headers.forEach((name, values) -> {
            boolean ownChallenge = name.equalsIgnoreCase(HttpHeaders.WWW_AUTHENTICATE) && response.containsHeader(name);
            if (!name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE) && !ownChallenge) {
                HalfAnswer.setAll(response, name, values);
            }
        });
    }

    private byte @Nullable [] serialize(ProblemDetail body, MediaType mediaType) {
        try {
            return convert(body, mediaType);
        } catch (IOException | RuntimeException ex) {
            bareWarning.warn(ex);
        }
        try {
            return convert(bare(body), mediaType);
        } catch (IOException | RuntimeException ex) {
            warning.warn(ex);
            return null;
        }
    }

    /** Without the members that applications add: what a converter cannot write is among them. */
    private static ProblemDetail bare(ProblemDetail body) {
        ProblemDetail bare = ProblemDetail.forStatus(body.getStatus());
        bare.setType(body.getType());
        bare.setTitle(body.getTitle());
        bare.setDetail(body.getDetail());
        bare.setInstance(body.getInstance());
        if (body.getProperties() != null) {
            body.getProperties().forEach((name, value) -> {
                if (value instanceof String || value instanceof Boolean || value instanceof Long) {
                    bare.setProperty(name, value);
                }
            });
        }
        return bare;
    }

    private byte[] convert(ProblemDetail body, MediaType mediaType) throws IOException {
        BufferedMessage message = new BufferedMessage();
        find(mediaType)
                .orElseThrow(() -> new HttpMessageNotWritableException("The application writes no " + mediaType))
                .write(body, mediaType, message);
        return message.body.toByteArray();
    }

    @SuppressWarnings("unchecked")
    private Optional<HttpMessageConverter<Object>> find(MediaType mediaType) {
        return adapters.stream()
                .flatMap(adapter -> adapter.getMessageConverters().stream())
                .filter(converter -> converter.canWrite(ProblemDetail.class, mediaType))
                .map(converter -> (HttpMessageConverter<Object>) converter)
                .findFirst();
    }

    private static final class BufferedMessage implements HttpOutputMessage {

        private final HttpHeaders headers = new HttpHeaders();

        private final ByteArrayOutputStream body = new ByteArrayOutputStream(512);

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }

        @Override
        public OutputStream getBody() {
            return body;
        }
    }
}
