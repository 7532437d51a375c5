package io.llmdatavault.observability.alert.engine;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;
import org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** A small web application with actuator and this starter, which ends as soon as it has started. */
public final class StartUpApplication {

    /** What the line begins with that says how long it took. */
    static final String MARK = "start-up:";

    private StartUpApplication() {}

    /**
     * Prints the milliseconds from the first line of this method and the milliseconds of the processors since the process
     * began, until it is ready, and how many rules there are.
     * @param args properties
     */
    public static void main(String[] args) {
        long start = System.nanoTime();
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .properties(
                        "server.port=0",
                        "spring.main.banner-mode=off",
                        "spring.jmx.enabled=false",
                        // On the class path for others: no limits by annotation, no database, nowhere to export to.
                        "bucket4j.enabled=false",
                        "spring.autoconfigure.exclude=org.springframework.boot.autoconfigure.r2dbc.R2dbcAutoConfiguration",
                        "management.health.defaults.enabled=false",
                        "management.defaults.metrics.export.enabled=false",
                        "management.prometheus.metrics.export.enabled=true",
                        "logging.level.root=error")
                .run(args)) {
            long time = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            long processors = TimeUnit.NANOSECONDS.toMillis(
                    ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime());
            int rules = context.getBean(AlertEngine.class).rules().size();
            System.out.println(MARK + " " + time + " " + processors + " " + rules);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {SecurityAutoConfiguration.class, ManagementWebSecurityAutoConfiguration.class})
    static class Application {}
}
