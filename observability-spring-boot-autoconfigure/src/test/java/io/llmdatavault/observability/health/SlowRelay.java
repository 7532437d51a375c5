package io.llmdatavault.observability.health;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Passes on what a client and a server say, and holds each answer of the server for a while. */
final class SlowRelay implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private final int target;

    private volatile Duration delay = Duration.ZERO;

    SlowRelay(int target) throws IOException {
        this.target = target;
        daemon(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void delay(Duration held) {
        delay = held;
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "slow-relay");
        thread.setDaemon(true);
        thread.start();
    }

    @SuppressWarnings("resource") // close() does
    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(client);
                sockets.add(server);
                daemon(() -> pass(client, server, false));
                daemon(() -> pass(server, client, true));
            } catch (IOException ex) {
                // Closed, or the server is not there.
            }
        }
    }

    private void pass(Socket from, Socket to, boolean held) {
        byte[] buffer = new byte[8192];
        try (from;
                to;
                InputStream input = from.getInputStream();
                OutputStream output = to.getOutputStream()) {
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
                long end = System.nanoTime();
                while (held && System.nanoTime() - end < delay.toNanos()) {
                    LockSupport.parkNanos(1_000_000);
                }
                output.write(buffer, 0, count);
            }
        } catch (IOException ex) {
            // One of the two is gone.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
