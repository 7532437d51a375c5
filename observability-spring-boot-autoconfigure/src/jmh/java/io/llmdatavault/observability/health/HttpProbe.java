package io.llmdatavault.observability.health;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * One connection to a server on this machine that stays open, and costs so little that what is measured is the server. Tomcat
 * closes it after a 503: the next request then pays for a new one, as a prober does.
 */
final class HttpProbe implements AutoCloseable {

    private static final byte[] END = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final String CLOSED = "\r\nConnection: close\r\n";

    private final byte[] buffer = new byte[64 * 1024];

    private final int port;

    private final byte[] request;

    private Socket socket;

    private int length;

    HttpProbe(int port, String path) throws IOException {
        this.port = port;
        socket = connect();
        request = ("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nAccept: */*\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The status, once the whole answer is there. */
    int ask() throws IOException {
        if (socket.isClosed()) {
            socket = connect();
        }
        socket.getOutputStream().write(request);
        InputStream input = socket.getInputStream();
        length = 0;
        while (!complete()) {
            int count = input.read(buffer, length, buffer.length - length);
            if (count <= 0) {
                throw new EOFException("The connection was closed after: " + answer());
            }
            length += count;
        }
        if (answer().contains(CLOSED)) {
            socket.close();
        }
        return Integer.parseInt(new String(buffer, "HTTP/1.1 ".length(), 3, StandardCharsets.US_ASCII));
    }

    private Socket connect() throws IOException {
        Socket made = new Socket(InetAddress.getLoopbackAddress(), port);
        made.setTcpNoDelay(true);
        return made;
    }

    /** Head and body as they came, in chunks. */
    String answer() {
        return new String(buffer, 0, length, StandardCharsets.UTF_8);
    }

    private boolean complete() {
        for (int i = 0; i < END.length; i++) {
            if (length < END.length || buffer[length - END.length + i] != END[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
