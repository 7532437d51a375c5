package io.llmdatavault.observability.health;

import java.io.IOException;
import java.nio.file.Path;

/** Outages of S3Proxy, a process of its own. */
class S3StorageProbeTests extends S3Outages {

    @Override
    S3Server server(Path folder) throws IOException {
        return new TestObjectStore(folder);
    }
}
