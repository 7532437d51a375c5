package io.llmdatavault.observability.health;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javax.sql.DataSource;

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
import org.springframework.boot.actuate.jdbc.DataSourceHealthIndicator;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** What the health endpoint pays for a component: a snapshot, and Boot's own indicator that asks a database in memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HealthSnapshotBenchmark {

    private AnnotationConfigApplicationContext context;

    private HealthMonitor monitor;

    private List<HealthIndicator> indicators;

    private HealthIndicator boots;

    @Setup
    public void start() throws InterruptedException {
        context = new AnnotationConfigApplicationContext();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "benchmark", Map.of("vault.observability.health.checks.memory.enabled", "false")));
        context.register(
                DataSourceAutoConfiguration.class,
                HealthAutoConfiguration.class,
                HealthContributorAutoConfiguration.class,
                HealthEndpointAutoConfiguration.class,
                Boot3HealthAutoConfiguration.class);
        IntStream.range(0, 4).forEach(i -> context.registerBean("check" + i, HealthCheck.class, check("check-" + i)));
        context.refresh();
        monitor = context.getBean(HealthMonitor.class);
        while (!monitor.complete()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        HealthContributorRegistry registry = context.getBean(HealthContributorRegistry.class);
        indicators = monitor.components().stream()
                .map(name -> (HealthIndicator) registry.getContributor(name))
                .toList();
        if (indicators.size() != 5) {
            throw new IllegalStateException("Not five: " + monitor.components());
        }
        boots = new DataSourceHealthIndicator(context.getBean(DataSource.class));
    }

    @TearDown
    public void stop() {
        context.close();
    }

    @Benchmark
    public Health one() {
        return indicators.get(0).getHealth(true);
    }

    @Benchmark
    public void allFive(Blackhole blackhole) {
        for (HealthIndicator indicator : indicators) {
            blackhole.consume(indicator.getHealth(true));
        }
    }

    @Benchmark
    public double score() {
        return monitor.score();
    }

    @Benchmark
    public Health bootsDataSourceIndicator() {
        return boots.getHealth(true);
    }

    private static Supplier<HealthCheck> check(String name) {
        return () -> new HealthCheck() {

            @Override
            public String name() {
                return name;
            }

            @Override
            public ComponentHealth check() {
                return ComponentHealth.healthy("Fine.")
                        .withMetadata("freeMb", 7)
                        .withMetadata("totalMb", 9);
            }
        };
    }
}
