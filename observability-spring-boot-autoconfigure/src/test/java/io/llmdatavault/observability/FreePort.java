package io.llmdatavault.observability;

import java.io.IOException;
import java.net.ServerSocket;

/** Ports for servers that have to be told theirs. Another process may take one meanwhile: then it is another one. */
public final class FreePort {

    private static final int ATTEMPTS = 5;

    /** A node of a Redis cluster has a second port, 10000 higher. */
    private static final int HIGHEST = 65_535 - 10_000;

    private FreePort() {}

    /**
     * Starts a server on a port.
     * @param server starts on the port that it is told, and leaves nothing behind if it cannot
     * @return what started
     */
    public static <T> T start(Start<T> server) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return server.on(find());
            } catch (IOException | RuntimeException ex) {
                if (attempt == ATTEMPTS) {
                    throw ex;
                }
            }
        }
    }

    public static int find() throws IOException {
        while (true) {
            try (ServerSocket free = new ServerSocket(0)) {
                if (free.getLocalPort() <= HIGHEST) {
                    return free.getLocalPort();
                }
            }
        }
    }

    /** Starts a server on a port. */
    @FunctionalInterface
    public interface Start<T> {

        T on(int port) throws IOException;
    }
}
