package io.llmdatavault.observability.alert;

import java.util.Set;
import java.util.stream.Collectors;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import javax.sql.DataSource;

import io.llmdatavault.observability.alert.promql.LabelMatcher;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.PromQl;
import io.llmdatavault.observability.alert.promql.QueryEngine;
import io.llmdatavault.observability.alert.promql.QueryLimits;
import io.llmdatavault.observability.alert.rule.MonitoredResource;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.tomcat.TomcatMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/** The metrics of resources bear the names that an application of Spring Boot gives them. */
class MonitoredResourceTests {

    private static ConfigurableApplicationContext context;

    @BeforeAll
    static void start() throws Exception {
        context = new SpringApplicationBuilder(Application.class)
                .run(
                        "--server.port=0",
                        "--spring.main.banner-mode=off",
                        "--spring.datasource.url=jdbc:h2:mem:resources");
        context.getBean(DataSource.class).getConnection().close();
    }

    @AfterAll
    static void close() {
        context.close();
    }

    @ParameterizedTest
    @EnumSource(value = MonitoredResource.class, names = "TOMCAT_THREADS", mode = EnumSource.Mode.EXCLUDE)
    void isMeasured(MonitoredResource resource) {
        isMeasured(resource, context.getBean(PrometheusMeterRegistry.class).scrape());
    }

    /** Tomcat has management beans for all applications of a process or for none, which an earlier one has decided. */
    @Test
    void threadsOfTomcatAreMeasured() throws Exception {
        MBeanServer server = MBeanServerFactory.newMBeanServer("Tomcat");
        // By this name Micrometer knows that Tomcat is embedded.
        server.registerMBean(new StandardMBean(new Pool(), ThreadPool.class), new ObjectName("Tomcat:type=Server"));
        server.registerMBean(
                new StandardMBean(new Pool(), ThreadPool.class) {

                    @Override
                    public Object getAttribute(String attribute) {
                        return 1;
                    }
                },
                new ObjectName("Tomcat:type=ThreadPool,name=\"http-nio-8080\""));
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (TomcatMetrics metrics = new TomcatMetrics(null, Tags.empty(), server)) {
            metrics.bindTo(registry);
            isMeasured(MonitoredResource.TOMCAT_THREADS, registry.scrape());
        }
    }

    private static void isMeasured(MonitoredResource resource, String scrape) {
        Set<String> names = new QueryEngine(QueryLimits.DEFAULT)
                .reach(PromQl.parse(resource.percent())).stream()
                        .flatMap(reach -> reach.matchers().stream())
                        .filter(matcher -> matcher.name().equals(Labels.METRIC_NAME))
                        .map(LabelMatcher::value)
                        .collect(Collectors.toSet());
        assertThat(names).isNotEmpty().allSatisfy(name -> assertThat(scrape).containsPattern("(?m)^" + name + "[ {]"));
    }

    /** What Tomcat has of each of its pools of threads, under names that Micrometer knows. */
    public interface ThreadPool {}

    static class Pool implements ThreadPool {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {SecurityAutoConfiguration.class, ManagementWebSecurityAutoConfiguration.class})
    static class Application {}
}
