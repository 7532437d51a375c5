package io.llmdatavault.observability.health;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.FileSystemUtils;

/**
 * Probes of an application while its PostgreSQL, a real one, answers, and while it is frozen: with this starter, and with
 * Spring Boot alone. It is frozen when the first probe that counts is due. The probes come from a process of their own.
 */
public final class HealthUnderLoad {

    private static final Logger logger = LoggerFactory.getLogger(HealthUnderLoad.class);

    private final List<String> rows = new ArrayList<>();

    private final TestDatabase database;

    private final int seconds;

    private HealthUnderLoad(TestDatabase database, int seconds) {
        this.database = database;
        this.seconds = seconds;
    }

    /**
     * Prints a table.
     * @param arguments seconds of each of the four runs, 60 unless given
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("health-under-load");
        try (TestDatabase database = new TestPostgres(folder)) {
            int seconds = arguments.length == 0 ? 60 : Integer.parseInt(arguments[0]);
            new HealthUnderLoad(database, seconds).run();
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private void run() throws Exception {
        measure(
                "this starter",
                "vault.observability.enabled=true",
                // Spring Boot's own would ask a second time.
                "management.health.db.enabled=false",
                "management.health.database.enabled=true");
        measure(
                "Spring Boot",
                "vault.observability.enabled=false",
                "management.health.db.enabled=true",
                "management.endpoint.health.group.readiness.include=readinessState,db");
    }

    private void measure(String name, String... properties) throws Exception {
        try (ConfigurableApplicationContext application = start(properties)) {
            load(application, 10, () -> {});
            rows.add("| " + name + ", healthy | " + load(application, seconds, () -> {}) + " |");
            try {
                rows.add("| " + name + ", frozen | " + load(application, seconds, database::freeze) + " |");
            } finally {
                database.thaw();
            }
            logger.info(
                    "\n| | p50, ms | p99 | p99.9 | longest | 503 | no answer | threads before, most | connections before,"
                            + " most | asked of the pool |\n|---|---|---|---|---|---|---|---|---|---|\n{}",
                    String.join("\n", rows));
        }
    }

    private ConfigurableApplicationContext start(String... properties) {
        String[] arguments =
                Stream.of(properties).map(property -> "--" + property).toArray(String[]::new);
        return new SpringApplicationBuilder(Application.class)
                .properties(
                        "server.port=0",
                        // A connection stays open, as the generator means it to.
                        "server.tomcat.max-keep-alive-requests=-1",
                        "spring.main.banner-mode=off",
                        "spring.jmx.enabled=false",
                        // On the class path to be compared with elsewhere.
                        "bucket4j.enabled=false",
                        "logging.level.root=error",
                        "logging.level." + HealthUnderLoad.class.getName() + "=info",
                        // Only the database, and the groups for probes, in both.
                        "management.health.defaults.enabled=false",
                        "management.endpoint.health.probes.enabled=true",
                        "management.endpoint.health.show-details=always",
                        "benchmark.url=" + database.jdbcUrl())
                .run(arguments);
    }

    /** One run of the generator, and what happens to the application meanwhile. */
    private String load(ConfigurableApplicationContext application, int duration, Outage outage) throws Exception {
        String port = application.getEnvironment().getRequiredProperty("local.server.port");
        CountingPool pool = application.getBean(CountingPool.class);
        Process generator = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProbeLoad.class.getName(),
                        port,
                        Integer.toString(duration))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        AtomicInteger threads = new AtomicInteger();
        AtomicInteger connections = new AtomicInteger();
        ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor();
        try (BufferedReader output = generator.inputReader()) {
            output.readLine();
            int threadsBefore = threads();
            Set<Thread> present = liveThreads();
            Set<String> newcomers = new ConcurrentSkipListSet<>();
            int connectionsBefore = connections();
            int askedBefore = pool.asked.get();
            outage.begin();
            sampler.scheduleAtFixedRate(
                    () -> {
                        threads.accumulateAndGet(threads(), Math::max);
                        liveThreads().stream()
                                .filter(thread -> !present.contains(thread))
                                .map(Thread::getName)
                                .forEach(newcomers::add);
                        connections.accumulateAndGet(connections(), Math::max);
                    },
                    0,
                    500,
                    TimeUnit.MILLISECONDS);
            String result = output.readLine();
            if (result == null) {
                throw new IllegalStateException("The generator has ended: " + generator.waitFor());
            }
            logger.info("Threads that were not there before: {}", newcomers);
            return String.format(
                    Locale.ROOT,
                    "%s | %d, %d | %d, %d | %d",
                    result,
                    threadsBefore,
                    threads.get(),
                    connectionsBefore,
                    connections.get(),
                    pool.asked.get() - askedBefore);
        } finally {
            sampler.shutdownNow();
            generator.destroyForcibly().waitFor();
        }
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    /** Without a pause of the application, as a dump of their stacks would need. */
    private static Set<Thread> liveThreads() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] threads = new Thread[2000];
        return new HashSet<>(Arrays.asList(threads).subList(0, root.enumerate(threads)));
    }

    /** Those of the network to the database, whoever holds them: {@code 01} is established, {@code 02} on its way. */
    private int connections() {
        String peer = String.format(Locale.ROOT, ":%04X 0", database.port());
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .map(Path::of)
                .filter(Files::exists)
                .mapToInt(table -> {
                    try (Stream<String> lines = Files.lines(table)) {
                        return (int) lines.filter(line -> line.contains(peer + "1 ") || line.contains(peer + "2 "))
                                .count();
                    } catch (IOException ex) {
                        throw new UncheckedIOException(ex);
                    }
                })
                .sum();
    }

    /** What happens when the first probe that counts is due. */
    @FunctionalInterface
    private interface Outage {

        void begin() throws Exception;
    }

    /** A pool that counts how often it is asked for a connection. */
    static final class CountingPool extends HikariDataSource {

        final AtomicInteger asked = new AtomicInteger();

        @Override
        public Connection getConnection() throws SQLException {
            asked.incrementAndGet();
            return super.getConnection();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {SecurityAutoConfiguration.class, ManagementWebSecurityAutoConfiguration.class})
    static class Application {

        @Bean
        CountingPool dataSource(Environment environment) {
            CountingPool pool = new CountingPool();
            pool.setJdbcUrl(environment.getRequiredProperty("benchmark.url"));
            pool.setUsername(TestDatabase.USER);
            pool.setPassword(TestDatabase.PASSWORD);
            return pool;
        }
    }
}
