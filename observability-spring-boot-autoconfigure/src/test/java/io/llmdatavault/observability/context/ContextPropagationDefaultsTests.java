package io.llmdatavault.observability.context;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class ContextPropagationDefaultsTests {

    private static final String KEY = "spring.reactor.context-propagation";

    @Test
    void laysTheDefaultOfBoot() {
        assertThat(contribute()).containsEntry(KEY, "auto");
    }

    @Test
    void isSwitchedOffByKey() {
        assertThat(contribute("vault.observability.context-propagation.reactor=false"))
                .isEmpty();
    }

    @Test
    void isInTheEnvironmentOfAnApplicationBelowItsOwnValue() {
        assertThat(run("--spring.main.banner-mode=off")).isEqualTo("auto");
        assertThat(run("--" + KEY + "=limited")).isEqualTo("limited");
    }

    private static Map<String, Object> contribute(String... keys) {
        StandardEnvironment environment = new StandardEnvironment();
        TestPropertyValues.of(keys).applyTo(environment);
        return new ContextPropagationDefaults().contribute(environment);
    }

    private static String run(String argument) {
        SpringApplication application = new SpringApplicationBuilder(Empty.class)
                .web(WebApplicationType.NONE)
                .build();
        try (ConfigurableApplicationContext context = application.run(argument)) {
            return context.getEnvironment().getProperty(KEY);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Empty {}
}
