package io.llmdatavault.observability.health;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** MariaDB through its JDBC driver. */
class MariaDbOutageTests extends JdbcOutages {

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        TestMariaDb.requireInstalled();
        database = new TestMariaDb(folder);
    }
}
