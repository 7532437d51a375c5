package io.llmdatavault.observability.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.llmdatavault.observability.health.HeapReading.Collected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.scope.ScopedProxyFactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

class ComponentsTests {

    @TempDir
    private Path folder;

    @Test
    void memoryIsJudgedAfterTwoReadings() {
        long[] used = {95};
        long[] collections = {1};
        MemoryHealthCheck check = new MemoryHealthCheck(
                90, () -> new Collected(used[0] * 1024 * 1024, 100 * 1024 * 1024, collections[0]));
        assertThat(check.check().state()).isEqualTo(HealthState.HEALTHY);
        // No collection since: it is the same reading.
        assertThat(check.check().state()).isEqualTo(HealthState.HEALTHY);
        collections[0]++;
        ComponentHealth full = check.check();
        assertThat(full.state()).isEqualTo(HealthState.UNHEALTHY);
        assertThat(full.message()).isEqualTo("90 % of the heap or more are in use after a collection.");
        assertThat(full.metadata())
                .containsEntry("totalMb", 100L)
                .containsEntry("availableMb", 5L)
                .containsEntry("usedPercent", 95L)
                .containsKeys("systemTotalMb", "systemFreeMb");
        assertThat(check.check().state()).isEqualTo(HealthState.UNHEALTHY);
        used[0] = 89;
        collections[0]++;
        assertThat(check.check().state()).isEqualTo(HealthState.HEALTHY);
        used[0] = 90;
        collections[0]++;
        assertThat(check.check().state()).isEqualTo(HealthState.HEALTHY);
        collections[0]++;
        assertThat(check.check().state()).isEqualTo(HealthState.UNHEALTHY);
    }

    @Test
    void memoryIsHealthyWithoutAValueOrAMaximum() {
        MemoryHealthCheck noValue = new MemoryHealthCheck(1, () -> new Collected(0, 100, 0));
        assertThat(List.of(noValue.check(), noValue.check()))
                .allSatisfy(health -> assertThat(health.state()).isEqualTo(HealthState.HEALTHY));
        MemoryHealthCheck noMaximum = new MemoryHealthCheck(1, () -> new Collected(100, -1, 0));
        assertThat(List.of(noMaximum.check(), noMaximum.check()))
                .allSatisfy(health -> assertThat(health.state()).isEqualTo(HealthState.HEALTHY));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void storageCanBeUsed(boolean writeCheck) throws IOException {
        ComponentHealth health = new LocalStorageProbe(folder, DataSize.ofBytes(1), writeCheck).probe();
        assertThat(health.state()).isEqualTo(HealthState.HEALTHY);
        assertThat(health.metadata()).containsOnlyKeys("freeMb", "totalMb");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void storageNeedsItsFolder() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        LocalStorageProbe probe = new LocalStorageProbe(data, null, true);
        assertThat(probe.probe().state()).isEqualTo(HealthState.HEALTHY);
        Files.move(data, folder.resolve("moved"));
        assertThat(probe.probe().message()).isEqualTo("The storage folder does not exist.");
        Files.createFile(data);
        assertThat(probe.probe().message()).isEqualTo("The storage folder is no folder.");
        assertThat(probe.probe().state()).isEqualTo(HealthState.UNHEALTHY);
        Files.delete(data);
        Files.move(folder.resolve("moved"), data);
        assertThat(probe.probe().state()).isEqualTo(HealthState.HEALTHY);
    }

    @Test
    void storageThatCannotBeWrittenToIsUnhealthy() throws IOException {
        // A folder that nobody can make files in, root included.
        Path unwritable = Path.of("/proc/self");
        if (Files.isDirectory(unwritable)) {
            ComponentHealth health = new LocalStorageProbe(unwritable, null, true).probe();
            assertThat(health.state()).isEqualTo(HealthState.UNHEALTHY);
            assertThat(health.message()).isEqualTo("The storage folder cannot be written to.");
            assertThat(health.toString() + health.metadata()).doesNotContain("/proc");
        }
    }

    @Test
    void storageNeedsItsFreeSpace() throws IOException {
        ComponentHealth health = new LocalStorageProbe(folder, DataSize.ofTerabytes(1_000_000), false).probe();
        assertThat(health.state()).isEqualTo(HealthState.UNHEALTHY);
        assertThat(health.message()).contains("of free space");
        assertThat(health.metadata()).containsKeys("freeMb", "totalMb");
    }

    @Test
    void databaseShowsThePool() {
        new ApplicationContextRunner()
                .withUserConfiguration(OneDataSource.class)
                .withConfiguration(
                        AutoConfigurations.of(HealthAutoConfiguration.class, DataSourceAutoConfiguration.class))
                .run(context -> {
                    ComponentHealth health =
                            context.getBean(DatabaseHealthCheck.class).check();
                    assertThat(health.state()).isEqualTo(HealthState.HEALTHY);
                    assertThat(health.metadata())
                            .containsEntry("activeConnections", 0)
                            .containsKey("idleConnections")
                            .containsEntry("maxConnections", 3)
                            .hasSize(3);
                });
    }

    @Test
    void worstDataSourceCounts() {
        new ApplicationContextRunner()
                .withUserConfiguration(SeveralDataSources.class)
                .withConfiguration(AutoConfigurations.of(HealthAutoConfiguration.class))
                .run(context -> {
                    ComponentHealth health =
                            context.getBean(DatabaseHealthCheck.class).check();
                    assertThat(health.state()).isEqualTo(HealthState.UNHEALTHY);
                    assertThat(health.message()).isEqualTo("The database does not answer: audit.");
                    assertThat(health.cause()).isPresent();
                    assertThat(health.metadata().toString()).doesNotContain("Planted");
                    assertThat(health.metadata().get("dataSources"))
                            .isEqualTo(
                                    Map.of("main", Map.of("state", "HEALTHY"), "audit", Map.of("state", "UNHEALTHY")));
                    assertThat(context.getBeanFactory().containsSingleton("lazy"))
                            .isFalse();
                });
    }

    @Test
    void connectionsAreAskedWithALimit() {
        List<Integer> limits = new CopyOnWriteArrayList<>();
        new ApplicationContextRunner()
                .withBean(DataSource.class, () -> TestDataSources.recording(limits))
                .withPropertyValues(
                        "vault.observability.health.timeout=4s",
                        "vault.observability.health.checks.database.timeout=2500ms")
                .withConfiguration(AutoConfigurations.of(HealthAutoConfiguration.class))
                .run(context -> context.getBean(DatabaseHealthCheck.class).check());
        assertThat(limits).isNotEmpty().containsOnly(2);
        limits.clear();
        DataSource dataSource = TestDataSources.recording(limits);
        new DatabaseHealthCheck(() -> Map.of("main", dataSource), PoolFigures.unknown(), Duration.ofMillis(1)).check();
        assertThat(limits).containsExactly(1);
    }

    @Test
    void brokenPoolFiguresBreakNothing() {
        DataSource dataSource = TestDataSources.answering();
        PoolFigures broken = pool -> {
            throw new IllegalStateException("pool");
        };
        ComponentHealth health =
                new DatabaseHealthCheck(() -> Map.of("main", dataSource), broken, Duration.ofSeconds(5)).check();
        assertThat(health.state()).isEqualTo(HealthState.HEALTHY);
        assertThat(health.metadata()).isEmpty();
    }

    @Test
    void routingDataSourceStandsForItsTargets() {
        new ApplicationContextRunner()
                .withUserConfiguration(RoutedDataSources.class)
                .withConfiguration(AutoConfigurations.of(HealthAutoConfiguration.class))
                .run(context -> assertThat(new DataSourcesInUse(context.getBeanFactory()).get())
                        .containsOnlyKeys("main", "routing.eu"));
    }

    @Test
    void poolAndWhatWrapsItAreOne() {
        DataSource pool = TestDataSources.answering();
        DataSource wrapped = new LazyConnectionDataSourceProxy(pool);
        ProxyFactory factory = new ProxyFactory(pool);
        new ApplicationContextRunner()
                .withBean("lazy", DataSource.class, () -> wrapped)
                .withBean("pool", DataSource.class, () -> pool)
                .withBean("advised", DataSource.class, () -> (DataSource) factory.getProxy())
                .withBean("other", DataSource.class, TestDataSources::answering)
                .run(context -> assertThat(new DataSourcesInUse(context.getBeanFactory()).get())
                        .containsOnlyKeys("pool", "other")
                        .containsEntry("pool", pool));
        new ApplicationContextRunner()
                .withBean("lazy", DataSource.class, () -> wrapped)
                .run(context -> assertThat(new DataSourcesInUse(context.getBeanFactory()).get())
                        .containsOnly(Map.entry("lazy", wrapped)));
    }

    @Test
    void databaseIsHealthyWhileNoDataSourceIsInUse() {
        DatabaseHealthCheck check = new DatabaseHealthCheck(Map::of, PoolFigures.unknown(), Duration.ofMillis(1));
        assertThat(check.check().state()).isEqualTo(HealthState.HEALTHY);
    }

    @Configuration(proxyBeanMethods = false)
    static class OneDataSource {

        @Bean
        HikariDataSource dataSource() {
            HikariDataSource dataSource = new HikariDataSource();
            dataSource.setJdbcUrl("jdbc:h2:mem:one");
            dataSource.setMaximumPoolSize(3);
            dataSource.setMinimumIdle(1);
            return dataSource;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class RoutedDataSources {

        @Bean
        DataSource main() {
            return TestDataSources.answering();
        }

        @Bean
        DataSource routing(DataSource main) {
            return TestDataSources.routing(Map.of("us", main, "eu", TestDataSources.answering()));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class SeveralDataSources {

        @Bean
        DataSource main() {
            return TestDataSources.answering();
        }

        @Bean
        DataSource audit() {
            return TestDataSources.failing();
        }

        @Bean
        @Lazy
        DataSource lazy() {
            throw new IllegalStateException("A check must not make it");
        }

        @Bean
        static ScopedProxyFactoryBean scoped() {
            ScopedProxyFactoryBean proxy = new ScopedProxyFactoryBean();
            proxy.setTargetBeanName("scopedTarget.scoped");
            return proxy;
        }

        @Bean("scopedTarget.scoped")
        @Scope("prototype")
        DataSource scopedTarget() {
            return TestDataSources.failing();
        }
    }
}
