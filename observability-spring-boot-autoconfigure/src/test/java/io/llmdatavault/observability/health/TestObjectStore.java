package io.llmdatavault.observability.health;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

import io.llmdatavault.observability.ObjectStore;

/** S3Proxy, which forgets everything when it is started again. */
final class TestObjectStore implements S3Server {

    private ObjectStore store;

    TestObjectStore(Path folder) throws IOException {
        store = ObjectStore.start(folder);
    }

    @Override
    public URI address() {
        return store.address();
    }

    @Override
    public void stop() {
        store.stop();
    }

    @Override
    public void kill() {
        store.kill();
    }

    @Override
    public void startAgain() throws IOException {
        store = store.restart();
    }

    @Override
    public void freeze() throws IOException, InterruptedException {
        store.freeze();
    }

    @Override
    public void thaw() throws IOException, InterruptedException {
        store.thaw();
    }

    @Override
    public void close() {
        store.close();
    }
}
