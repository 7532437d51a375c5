package io.llmdatavault.observability.health;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Passes on what a client and a server say, holds each answer of the server for a while, or breaks connections off. */
final class FaultyRelay implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    private final Set<Link> links = ConcurrentHashMap.newKeySet();

    private final int target;

    private volatile Duration delay = Duration.ZERO;

    private volatile boolean cuttingAnswers;

    FaultyRelay(int target) throws IOException {
        this.target = target;
        daemon(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void delay(Duration held) {
        delay = held;
    }

    /** Of each answer only the first half arrives, and a reset after it. New connections fare no better. */
    void cutAnswers(boolean cut) {
        cuttingAnswers = cut;
    }

    /** Resets the connections that there are, also those in a pool that nobody uses. New ones are well. */
    void breakOff() throws IOException {
        for (Link link : links) {
            try {
                link.reset();
            } catch (SocketException ex) {
                // It has just ended by itself.
            }
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "faulty-relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Link link = link(listener.accept());
                links.add(link);
                daemon(() -> pass(link, link.client, link.server, false));
                daemon(() -> pass(link, link.server, link.client, true));
            } catch (IOException ex) {
                // Closed, or the server is not there.
            }
        }
    }

    private Link link(Socket client) throws IOException {
        try {
            return new Link(client, new Socket(InetAddress.getLoopbackAddress(), target));
        } catch (IOException ex) {
            client.close();
            throw ex;
        }
    }

    private void pass(Link link, Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[8192];
        try (link;
                InputStream input = from.getInputStream();
                OutputStream output = to.getOutputStream()) {
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
                long end = System.nanoTime();
                while (answers && System.nanoTime() - end < delay.toNanos()) {
                    LockSupport.parkNanos(1_000_000);
                }
                if (answers && cuttingAnswers) {
                    output.write(buffer, 0, count / 2);
                    link.reset();
                } else {
                    output.write(buffer, 0, count);
                }
            }
        } catch (IOException ex) {
            // One of the two is gone.
        } finally {
            links.remove(link);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Link link : links) {
            link.close();
        }
    }

    /** A connection of a client, and the one to the server for it. */
    private record Link(Socket client, Socket server) implements AutoCloseable {

        /** As a device in between does it that has lost count of its connections: no end of the stream, but a reset. */
        void reset() throws IOException {
            if (!client.isClosed()) {
                client.setSoLinger(true, 0);
            }
            close();
        }

        @Override
        public void close() throws IOException {
            client.close();
            server.close();
        }
    }
}
