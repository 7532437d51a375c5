package io.llmdatavault.observability.alert;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * How long it takes to bind rules of properties, once in a process, as at start-up. Run by
 * {@code -Dbench.run="…RuleBindingTime ours 1000"}, or {@code boot} for Spring Boot alone.
 */
public final class RuleBindingTime {

    private RuleBindingTime() {}

    /**
     * Prints the milliseconds.
     * @param args who binds, and how many rules
     */
    public static void main(String[] args) {
        Class<?> configuration = args[0].equals("ours") ? Ours.class : Boot.class;
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(configuration)
                .web(WebApplicationType.NONE)
                .lazyInitialization(true)
                .properties(rules(Integer.parseInt(args[1])))
                .run()) {
            long start = System.nanoTime();
            int count = context.getBean(AlertProperties.class).rules().size();
            long time = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            System.out.println(args[0] + ": " + count + " rules in " + time + " ms");
        }
    }

    private static Map<String, Object> rules(int count) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (int rule = 0; rule < count; rule++) {
            String key = AlertProperties.PREFIX + ".rules.bench-" + rule + ".";
            properties.put(key + "expr", "queue_depth{queue=\"" + rule + "\"} > 1000");
            properties.put(key + "for", "5m");
            properties.put(key + "severity", "warning");
            properties.put(key + "annotations.summary", "Queue " + rule + " is long");
            properties.put(key + "annotations.description", "Rule " + rule + " of many is true.");
        }
        return properties;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(AlertProperties.class)
    static class Boot {}

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(AlertProperties.class)
    @Import(RuleBinding.class)
    static class Ours {}
}
