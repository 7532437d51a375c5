package io.llmdatavault.observability.health;

import java.net.URI;

/** A real S3 server that a test stops, freezes and kills. It keeps its address and its credentials. */
interface S3Server extends AutoCloseable {

    URI address();

    void stop() throws Exception;

    void kill() throws Exception;

    /** With or without what it was given. */
    void startAgain() throws Exception;

    /** Connections are still accepted, and never answered. */
    void freeze() throws Exception;

    void thaw() throws Exception;

    @Override
    void close();
}
