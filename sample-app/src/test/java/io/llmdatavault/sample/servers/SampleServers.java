package io.llmdatavault.sample.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers that the sample's profiles {@code postgres}, {@code s3} and {@code pkcs11} ask for. Runs until Ctrl-C where
 * the Maven profile {@code servers} starts it; tests start it on ports that are free. What the servers keep is in a
 * folder, so that it is there again after the next start.
 */
public final class SampleServers implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(SampleServers.class);

    private final SamplePostgres postgres;

    private final SampleObjectStore objectStore;

    private final Optional<SampleToken> token;

    private SampleServers(SamplePostgres postgres, SampleObjectStore objectStore, Optional<SampleToken> token) {
        this.postgres = postgres;
        this.objectStore = objectStore;
        this.token = token;
    }

    /**
     * Starts the servers and prepares the token.
     * @param folder where they keep what they are given
     * @param postgresPort 0 for any that is free
     * @param s3Port 0 for any that is free
     */
    public static SampleServers start(Path folder, int postgresPort, int s3Port) throws IOException, SQLException {
        requireFree(postgresPort, "servers.postgres.port");
        requireFree(s3Port, "servers.s3.port");
        Files.createDirectories(folder);
        SamplePostgres postgres = SamplePostgres.start(folder.resolve("postgres"), postgresPort);
        SampleObjectStore objectStore = null;
        try {
            objectStore = SampleObjectStore.start(Files.createDirectories(folder.resolve("s3")), s3Port);
            return new SampleServers(postgres, objectStore, SampleToken.prepare(folder.resolve("softhsm")));
        } catch (IOException | RuntimeException ex) {
            // A process of its own: it would go on without us.
            if (objectStore != null) {
                objectStore.close();
            }
            postgres.close();
            throw ex;
        }
    }

    private static void requireFree(int port, String property) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            socket.getLocalPort();
        } catch (IOException ex) {
            throw new IllegalStateException(
                    "Port %d is in use. Choose another: -D%s=%d".formatted(port, property, port + 10_000), ex);
        }
    }

    /** How the sample is started with each of them. */
    public List<Launch> launches() {
        return Stream.concat(
                        Stream.of(postgres.launch(), objectStore.launch()), token.map(SampleToken::launch).stream())
                .toList();
    }

    /** What a person reads who has started them. */
    public String instructions() {
        StringBuilder text = new StringBuilder("Running until Ctrl-C. In another terminal, after ./mvnw -B -DskipTests")
                .append(" package:%n%n".formatted());
        launches().forEach(launch -> text.append("%s%n%n".formatted(launch)));
        text.append("%s%n".formatted(all()));
        if (token.isEmpty()) {
            text.append("%nSoftHSM is not installed (apt-get install softhsm2): no token for the profile pkcs11.%n"
                    .formatted());
        }
        return text.toString();
    }

    /** All of them at once. */
    public Launch all() {
        Map<String, String> environment = new LinkedHashMap<>();
        launches().forEach(launch -> environment.putAll(launch.environment()));
        String profiles = launches().stream().map(Launch::profile).collect(Collectors.joining(","));
        return new Launch("All of them", profiles, environment);
    }

    /** The number of records in the bucket. */
    public long objects() {
        return objectStore.objects();
    }

    @Override
    public void close() throws IOException {
        objectStore.close();
        postgres.close();
    }

    /**
     * Starts them and waits until it is ended, or who has started it ends.
     * @param arguments the folder, the port for PostgreSQL, the port for S3
     */
    public static void main(String[] arguments) throws IOException, SQLException {
        SampleServers servers;
        try {
            servers = start(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        } catch (IllegalStateException | IOException ex) {
            logger.error(ex.getMessage());
            System.exit(1);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(servers), "stop-servers"));
        logger.info(servers.instructions());
        // Ctrl-C reaches this process, too. A signal to Maven alone does not.
        ProcessHandle.current()
                .parent()
                .map(ProcessHandle::onExit)
                .orElseThrow()
                .join();
        System.exit(0);
    }

    private static void stop(SampleServers servers) {
        try {
            servers.close();
            logger.info("Stopped.");
        } catch (IOException ex) {
            logger.error("Not stopped", ex);
        }
    }
}
