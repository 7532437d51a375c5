package io.llmdatavault.observability.health;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.llmdatavault.observability.health.boot3.Boot3HealthAutoConfiguration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.springframework.boot.actuate.autoconfigure.health.HealthContributorAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.health.HealthEndpointAutoConfiguration;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthContributorRegistry;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.NamedContributor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Reading while ten of twenty checks, and ten of twenty indicators of the application, hang and take no interrupt. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HealthBenchmark {

    private final CountDownLatch end = new CountDownLatch(1);

    private AnnotationConfigApplicationContext context;

    private HealthMonitor monitor;

    private HealthContributorRegistry registry;

    @Setup
    public void start() throws InterruptedException {
        context = new AnnotationConfigApplicationContext();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "benchmark",
                        Map.of(
                                "vault.observability.health.checks.memory.enabled", "false",
                                "vault.observability.health.timeout", "1s")));
        context.register(
                HealthAutoConfiguration.class,
                HealthContributorAutoConfiguration.class,
                HealthEndpointAutoConfiguration.class,
                Boot3HealthAutoConfiguration.class);
        IntStream.range(0, 20).forEach(i -> {
            context.registerBean("check" + i, HealthCheck.class, check("check-" + i, i < 10));
            context.registerBean(
                    "indicator" + i + "HealthIndicator",
                    HealthIndicator.class,
                    () -> () -> i < 10 ? hang(Health.up().build()) : Health.up().build());
        });
        context.refresh();
        monitor = context.getBean(HealthMonitor.class);
        registry = context.getBean(HealthContributorRegistry.class);
        // What hangs is known when it is late.
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (monitor.snapshots().size() < 20 && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        if (monitor.snapshots().size() != 20
                || health("indicator1").getDetails().isEmpty()) {
            throw new IllegalStateException("Not twenty: " + monitor.snapshots());
        }
    }

    @TearDown
    public void stop() {
        end.countDown();
        context.close();
    }

    @Benchmark
    public Object snapshotOfAHungCheck() {
        return monitor.snapshot("check-1");
    }

    @Benchmark
    public Object snapshotOfAGoodCheck() {
        return monitor.snapshot("check-11");
    }

    @Benchmark
    public Health hungIndicator() {
        return health("indicator1");
    }

    @Benchmark
    public Health goodIndicator() {
        return health("indicator11");
    }

    /** As the endpoint reads them: forty, and Boot's ping. */
    @Benchmark
    public void everything(Blackhole blackhole) {
        for (NamedContributor<?> contributor : registry) {
            blackhole.consume(((HealthIndicator) contributor.getContributor()).getHealth(true));
        }
    }

    private Health health(String name) {
        return ((HealthIndicator) registry.getContributor(name)).getHealth(true);
    }

    private <T> T hang(T result) {
        while (end.getCount() > 0) {
            try {
                end.await();
            } catch (InterruptedException ex) {
                // A driver that does not care.
            }
        }
        return result;
    }

    private Supplier<HealthCheck> check(String name, boolean hangs) {
        return () -> new HealthCheck() {

            @Override
            public String name() {
                return name;
            }

            @Override
            public ComponentHealth check() {
                ComponentHealth fine = ComponentHealth.healthy("Fine.").withMetadata("freeMb", 7);
                return hangs ? hang(fine) : fine;
            }
        };
    }
}
