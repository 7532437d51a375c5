package io.llmdatavault.observability.resilience.ratelimit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An address in front of a Redis that may cease to lead anywhere: what is sent to it is then taken and never answered,
 * as where a machine has gone without a word. A connection that was swallowed once stays so.
 */
final class SilentAddress implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    private final int redisPort;

    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /** Connections that began under another one lead nowhere. */
    private volatile Object current = new Object();

    private volatile boolean swallows;

    private final AtomicInteger swallowed = new AtomicInteger();

    SilentAddress(int redisPort) throws IOException {
        this.redisPort = redisPort;
        run("accept", this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** From now on nothing is answered. */
    void swallow() {
        swallows = true;
        current = new Object();
    }

    /** New connections are answered, those there are are not. */
    void leadToRedis() {
        current = new Object();
        swallows = false;
    }

    /** Waits for a connection that was made while nothing was answered. */
    void awaitConnection() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(swallowed).hasPositiveValue());
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            sockets.add(client);
            if (swallows) {
                swallowed.incrementAndGet();
            } else {
                Object own = current;
                Socket redis = new Socket(InetAddress.getLoopbackAddress(), redisPort);
                sockets.add(redis);
                run("to Redis", () -> copy(client, redis, own));
                run("from Redis", () -> copy(redis, client, own));
            }
        }
    }

    private void copy(Socket from, Socket to, Object own) throws IOException {
        InputStream input = from.getInputStream();
        OutputStream output = to.getOutputStream();
        byte[] buffer = new byte[8192];
        for (int length = input.read(buffer); length >= 0; length = input.read(buffer)) {
            if (current == own) {
                output.write(buffer, 0, length);
            }
        }
        to.close();
    }

    private static void run(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException ex) {
                        // One of the sockets has been closed.
                    }
                },
                "silent-address " + name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private interface Work {

        void run() throws IOException;
    }
}
