package io.llmdatavault.observability.web.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/** A response whose body has been read, as far as it is of bounded length, and can be read again. */
final class PeerResponse implements ClientHttpResponse {

    /** Counted between two reads: a peer that sends nothing at all is up to the client's read time-out. */
    static final Duration MAX_READ_TIME = Duration.ofSeconds(5);

    private static final int CHUNK = 8 * 1024;

    private final ClientHttpResponse response;

    private final byte @Nullable [] body;

    PeerResponse(ClientHttpResponse response) {
        this.response = response;
        this.body = read(response);
    }

    PeerAnswer answer(HttpMethod method, URI uri) throws IOException {
        String text = body != null ? new String(body, StandardCharsets.UTF_8) : null;
        return new PeerAnswer(method.name(), uri, getStatusCode().value(), getHeaders(), text);
    }

    private static byte @Nullable [] read(ClientHttpResponse response) {
        long start = System.nanoTime();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream stream = response.getBody();
            int length = stream.read(chunk);
            while (length >= 0) {
                body.write(chunk, 0, length);
                if (body.size() > PeerAnswer.MAX_BODY_BYTES || System.nanoTime() - start > MAX_READ_TIME.toNanos()) {
                    // Closed here and now: closing the response would first read the rest, which may have no end.
                    stream.close();
                    return null;
                }
                length = stream.read(chunk);
            }
            return body.toByteArray();
        } catch (IOException ex) {
            return null;
        }
    }

    @Override
    public HttpStatusCode getStatusCode() throws IOException {
        return response.getStatusCode();
    }

    @Override
    public String getStatusText() throws IOException {
        return response.getStatusText();
    }

    @Override
    public HttpHeaders getHeaders() {
        return response.getHeaders();
    }

    @Override
    public InputStream getBody() {
        return new ByteArrayInputStream(body != null ? body : new byte[0]);
    }

    @Override
    public void close() {
        response.close();
    }
}
