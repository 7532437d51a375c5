package io.llmdatavault.observability.health;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.scope.ScopedProxyFactoryBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Scope;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Which component there is for which data source. */
@ExtendWith(OutputCaptureExtension.class)
class DatabaseComponentsTests {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(HealthAutoConfiguration.class));

    private static void assertComponents(ApplicationContextRunner application, String... names) {
        application.run(context -> assertThat(
                        context.getBean(DatabaseChecks.class).checks().stream().map(HealthCheck::name))
                .containsExactlyInAnyOrder(names));
    }

    @Test
    void eachDataSourceIsAComponentOfItsOwn() {
        runner.withUserConfiguration(PrimaryAndReplica.class)
                .withPropertyValues(
                        "vault.observability.health.checks.database.timeout=3s",
                        "vault.observability.health.checks.database-replica.failure-threshold=2")
                .run(context -> {
                    HealthMonitor monitor = context.getBean(HealthMonitor.class);
                    assertThat(monitor.components())
                            .containsExactlyInAnyOrder("memory", "database", "database-replica");
                    assertThat(monitor.criticalComponents()).containsExactly("database");
                    await().until(monitor::complete);
                    assertThat(monitor.snapshot("database").orElseThrow().state())
                            .isEqualTo(HealthState.HEALTHY);
                    HealthSnapshot replica =
                            monitor.snapshot("database-replica").orElseThrow();
                    assertThat(replica.state()).isEqualTo(HealthState.UNHEALTHY);
                    assertThat(replica.message()).isEqualTo("The database does not answer.");
                    assertThat(replica.metadata()).isEmpty();
                });
    }

    @Test
    void onlyTheDataSourceThatIsInjectedByDefaultIsCritical() {
        DataSource main = TestDataSources.answering();
        DataSource eu = TestDataSources.answering();
        assertCritical(runner.withUserConfiguration(PrimaryAndReplica.class), "database");
        assertCritical(runner.withBean("only", DataSource.class, TestDataSources::answering), "database");
        ApplicationContextRunner equal = runner.withBean("main", DataSource.class, () -> main)
                .withBean("audit", DataSource.class, TestDataSources::answering);
        assertCritical(equal, "database-main", "database-audit");
        assertCritical(
                equal.withPropertyValues("vault.observability.health.checks.database-audit.critical=false"),
                "database-main");
        assertCritical(equal.withPropertyValues("vault.observability.health.checks.database.critical=false"));
        Map<Object, Object> targets = Map.of("main", main, "eu", eu);
        assertCritical(
                runner.withBean("main", DataSource.class, () -> main)
                        .withBean("audit", DataSource.class, TestDataSources::answering)
                        .withBean(
                                "dataSource",
                                DataSource.class,
                                () -> TestDataSources.routing(targets, null),
                                definition -> definition.setPrimary(true)),
                "database-main",
                "database-eu");
        assertCritical(
                runner.withUserConfiguration(PrimaryAndReplica.class)
                        .withBean("routingDataSource", DataSource.class, () -> TestDataSources.routing(targets, null)),
                "database");
    }

    private static void assertCritical(ApplicationContextRunner application, String... names) {
        application.run(
                context -> assertThat(context.getBean(HealthMonitor.class).criticalComponents())
                        .containsExactlyInAnyOrder(names));
    }

    @Test
    void dataSourceThatHangsHoldsUpNoOtherOne() {
        HungCheck hung = new HungCheck("audit");
        runner.withBean("main", DataSource.class, TestDataSources::answering)
                .withBean("audit", DataSource.class, () -> new HungDataSource(hung))
                .withPropertyValues(
                        "vault.observability.health.checks.database-main.timeout=30s",
                        "vault.observability.health.checks.database-audit.timeout=100ms")
                .run(context -> {
                    try {
                        HealthMonitor monitor = context.getBean(HealthMonitor.class);
                        await().until(monitor::complete);
                        await().untilAsserted(() -> assertThat(monitor.snapshot("database-audit")
                                        .orElseThrow()
                                        .state())
                                .isEqualTo(HealthState.UNHEALTHY));
                        assertThat(monitor.snapshot("database-main")
                                        .orElseThrow()
                                        .state())
                                .isEqualTo(HealthState.HEALTHY);
                        assertThat(hung.runs).isOne();
                    } finally {
                        hung.release();
                    }
                });
    }

    @Test
    void theOneThatIsInjectedByDefaultIsCalledDatabase() {
        assertComponents(
                runner.withBean("orders", DataSource.class, TestDataSources::answering)
                        .withBean(
                                "second",
                                DataSource.class,
                                TestDataSources::answering,
                                definition -> ((AbstractBeanDefinition) definition).setDefaultCandidate(false)),
                "database",
                "database-second");
        assertComponents(
                runner.withBean("orders", DataSource.class, TestDataSources::answering)
                        .withBean(
                                "spare",
                                DataSource.class,
                                TestDataSources::answering,
                                definition -> definition.setFallback(true)),
                "database",
                "database-spare");
    }

    @Test
    void lazyDataSourceStaysLazyAndAScopedOneIsNotAsked() {
        runner.withUserConfiguration(LazyAndScoped.class).run(context -> {
            HealthMonitor monitor = context.getBean(HealthMonitor.class);
            assertThat(monitor.components()).containsExactlyInAnyOrder("memory", "database-main", "database-lazy");
            await().until(monitor::complete);
            HealthSnapshot lazy = monitor.snapshot("database-lazy").orElseThrow();
            assertThat(lazy.state()).isEqualTo(HealthState.HEALTHY);
            assertThat(lazy.message()).isEqualTo("The data source is not in use yet.");
            assertThat(context.getBeanFactory().containsSingleton("lazy")).isFalse();
            context.getBean("lazy");
            HealthCheck check = context.getBean(DatabaseChecks.class).checks().stream()
                    .filter(one -> one.name().equals("database-lazy"))
                    .findFirst()
                    .orElseThrow();
            assertThat(check.check().message()).isEqualTo("The database answers.");
        });
    }

    @Test
    void lazyDataSourceThatChoosesStandsForItsDefault() {
        DataSource routing =
                TestDataSources.routing(Map.of("eu", TestDataSources.failing()), TestDataSources.answering());
        runner.withBean("dataSource", DataSource.class, () -> routing, definition -> definition.setLazyInit(true))
                .run(context -> {
                    HealthCheck check =
                            context.getBean(DatabaseChecks.class).checks().get(0);
                    assertThat(check.name()).isEqualTo("database");
                    context.getBean("dataSource");
                    assertThat(check.check().message()).isEqualTo("The database answers.");
                });
    }

    @Test
    void targetsOfWhatChoosesAreComponents() {
        DataSource main = TestDataSources.answering();
        DataSource eu = TestDataSources.answering();
        Map<Object, Object> targets = Map.of("us", main, "EU_West", eu);
        assertComponents(
                runner.withBean("main", DataSource.class, () -> main)
                        .withBean("routingDataSource", DataSource.class, () -> TestDataSources.routing(targets, null)),
                "database-main",
                "database-routing-eu-west");
        assertComponents(
                runner.withBean("dataSource", DataSource.class, () -> TestDataSources.routing(targets, null)),
                "database-us",
                "database-eu-west");
        assertComponents(
                runner.withBean("dataSource", DataSource.class, () -> TestDataSources.routing(targets, main)),
                "database",
                "database-eu-west");
        assertComponents(
                runner.withBean("main", DataSource.class, () -> main)
                        .withBean("euDataSource", DataSource.class, () -> eu)
                        .withBean(
                                "dataSource",
                                DataSource.class,
                                () -> new LazyConnectionDataSourceProxy(TestDataSources.routing(targets, main)),
                                definition -> definition.setPrimary(true)),
                "database",
                "database-eu");
        assertComponents(
                runner.withBean(
                        "dataSource",
                        DataSource.class,
                        () -> TestDataSources.routing(
                                Map.of("near", main, "far", TestDataSources.routing(Map.of("eu", eu), null)), null)),
                "database-near",
                "database-far-eu");
    }

    @Test
    void targetsAreBoundedAndThatIsSaidOnce(CapturedOutput output) {
        Map<Object, Object> targets = new LinkedHashMap<>();
        for (int tenant = 0; tenant < 40; tenant++) {
            targets.put("tenant-" + tenant + "-" + "x".repeat(200), TestDataSources.answering());
        }
        runner.withBean("dataSource", DataSource.class, () -> TestDataSources.routing(targets, null))
                .run(context -> {
                    assertThat(context.getBean(DatabaseChecks.class).checks()).hasSize(DataSources.MOST_TARGETS);
                    assertThat(context.getBean(HealthMonitor.class).components())
                            .hasSize(DataSources.MOST_TARGETS + 1)
                            .allSatisfy(name -> assertThat(name).hasSizeLessThan(60));
                });
        assertThat(output.getOut().split("choose between more than 16 others", -1))
                .hasSize(3);
    }

    @Test
    void poolAndWhatWrapsItAreOne() {
        DataSource pool = TestDataSources.answering();
        DataSource wrapped = new LazyConnectionDataSourceProxy(pool);
        ProxyFactory factory = new ProxyFactory(pool);
        runner.withBean("wrapper", DataSource.class, () -> wrapped)
                .withBean("pool", DataSource.class, () -> pool)
                .withBean("advised", DataSource.class, () -> (DataSource) factory.getProxy())
                .withBean("other", DataSource.class, TestDataSources::answering)
                .run(context -> {
                    Map<String, DataSources.Found> found = new DataSources(context.getBeanFactory()).find();
                    assertThat(found).containsOnlyKeys("pool", "other");
                    assertThat(found.get("pool").dataSource().get()).isSameAs(pool);
                });
        runner.withBean("wrapper", DataSource.class, () -> wrapped)
                .run(context -> assertThat(new DataSources(context.getBeanFactory())
                                .find()
                                .get("wrapper")
                                .dataSource()
                                .get())
                        .isSameAs(wrapped));
        assertComponents(
                runner.withBean("pool", DataSource.class, () -> pool)
                        .withBean("other", DataSource.class, TestDataSources::answering)
                        .withBean(
                                "wrapper", DataSource.class, () -> wrapped, definition -> definition.setPrimary(true)),
                "database",
                "database-other");
    }

    @Test
    void dataSourceThatNeedsTheHealthOfTheApplicationIsCheckedLater() {
        runner.withUserConfiguration(NeedsHealth.class).run(context -> {
            assertThat(context).hasNotFailed();
            HealthMonitor monitor = context.getBean(HealthMonitor.class);
            assertThat(monitor.components()).contains("database");
            await().until(monitor::complete);
            assertThat(context.getBean(DatabaseChecks.class)
                            .checks()
                            .get(0)
                            .check()
                            .message())
                    .isEqualTo("The database answers.");
        });
    }

    @Test
    void needsNoJdbcSupportOfSpring() {
        runner.withClassLoader(new FilteredClassLoader(AbstractDataSource.class, DelegatingDataSource.class))
                .withUserConfiguration(PrimaryAndReplica.class)
                .run(context -> assertThat(context.getBean(HealthMonitor.class).components())
                        .contains("database", "database-replica"));
    }

    @Test
    void allAreSwitchedOffByTheKindAndOneByItsName() {
        ApplicationContextRunner two = runner.withUserConfiguration(PrimaryAndReplica.class);
        two.withPropertyValues("vault.observability.health.checks.database.enabled=false")
                .run(context -> assertThat(context.getBean(HealthMonitor.class).components())
                        .containsExactly("memory"));
        two.withPropertyValues("vault.observability.health.checks.database-replica.enabled=false")
                .run(context -> assertThat(context.getBean(HealthMonitor.class).components())
                        .containsExactlyInAnyOrder("memory", "database"));
        two.withPropertyValues(
                        "vault.observability.health.checks.database.enabled=false",
                        "vault.observability.health.checks.database-replica.enabled=true")
                .run(context -> assertThat(context.getBean(HealthMonitor.class).components())
                        .containsExactlyInAnyOrder("memory", "database-replica"));
        two.withPropertyValues(
                        "vault.observability.health.checks.database-replicas.timeout=1s",
                        "vault.observability.health.wrap-boot-indicators=false")
                .run(context -> assertThat(context.getStartupFailure()).hasMessage("There is no such health check"));
    }

    @Test
    void noDataSourceIsNoComponent() {
        assertComponents(runner);
    }

    @Configuration(proxyBeanMethods = false)
    static class PrimaryAndReplica {

        @Bean
        @Primary
        DataSource ordersDataSource() {
            return TestDataSources.answering();
        }

        @Bean
        DataSource replicaDataSource() {
            return TestDataSources.failing();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class LazyAndScoped {

        @Bean
        DataSource main() {
            return TestDataSources.answering();
        }

        @Bean
        @Lazy
        DataSource lazy() {
            return TestDataSources.answering();
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
            throw new IllegalStateException("A check must not make it");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class NeedsHealth {

        @Bean
        List<Object> first(HealthMonitor monitor) {
            return new ArrayList<>(List.of(monitor));
        }

        @Bean
        DataSource dataSource(ObjectProvider<HealthMonitor> monitor) {
            monitor.getIfAvailable();
            return TestDataSources.answering();
        }
    }

    /** Does not give a connection, not even when it is interrupted. */
    private static final class HungDataSource extends AbstractDataSource {

        private final HungCheck hung;

        private HungDataSource(HungCheck hung) {
            this.hung = hung;
        }

        @Override
        public Connection getConnection() throws SQLException {
            hung.check();
            throw new SQLException("released");
        }

        @Override
        public Connection getConnection(String username, String password) throws SQLException {
            return getConnection();
        }
    }
}
