package io.llmdatavault.observability.web.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A peer that answers each connection with whatever a test writes to the socket. */
final class RawPeer implements AutoCloseable {

    private final ServerSocket server;

    private final Script script;

    private final CountDownLatch abandoned = new CountDownLatch(1);

    private RawPeer(ServerSocket server, Script script) {
        this.server = server;
        this.script = script;
    }

    static RawPeer start(Script script) {
        try {
            RawPeer peer = new RawPeer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
            Thread thread = new Thread(peer::serve, "raw-peer");
            thread.setDaemon(true);
            thread.start();
            return peer;
        } catch (IOException ex) {
            throw new IllegalStateException(ex);
        }
    }

    /** Answers with a problem of this body. */
    static RawPeer problem(int status, String body, String... headers) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String extra = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return start(out -> {
            write(out, head(status, extra + "Content-Length: " + bytes.length));
            out.write(bytes);
        });
    }

    /** Answers with a problem of chunks without an end. */
    static RawPeer endless(String chunk) {
        return start(out -> {
            write(out, head(500, "Transfer-Encoding: chunked"));
            while (true) {
                write(out, Integer.toHexString(chunk.length()) + "\r\n" + chunk + "\r\n");
            }
        });
    }

    static String head(int status, String headers) {
        return "HTTP/1.1 " + status + " Whatever\r\nContent-Type: application/problem+json\r\nConnection: close\r\n"
                + headers + "\r\n\r\n";
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/";
    }

    /** Whether the client has closed a connection on which more was to come. */
    boolean isAbandoned() throws InterruptedException {
        return abandoned.await(10, TimeUnit.SECONDS);
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                for (String line = in.readLine(); line != null && !line.isEmpty(); ) {
                    line = in.readLine();
                }
                script.answer(socket.getOutputStream());
            } catch (IOException ex) {
                abandoned.countDown();
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException ex) {
            throw new IllegalStateException(ex);
        }
    }

    /** What to send after the request was read. */
    @FunctionalInterface
    interface Script {

        void answer(OutputStream out) throws IOException;
    }
}
