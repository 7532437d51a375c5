package io.llmdatavault.observability.metrics;

import io.micrometer.core.instrument.config.MeterFilter;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.ConversionService;

import static org.assertj.core.api.Assertions.assertThat;

/** Spring MVC is set up without the meter registry: what customizes the registry may need Spring MVC. */
class LazyMetricsTests {

    @Test
    void meterFilterMayUseSpringMvc() {
        try (ConfigurableApplicationContext context =
                new SpringApplicationBuilder(Application.class).run("--server.port=0")) {
            assertThat(context.getBean(ServletRequestMetrics.class)).isNotNull();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        MeterFilter filter(@Qualifier("mvcConversionService") ConversionService conversionService) {
            assertThat(conversionService).isNotNull();
            return MeterFilter.accept();
        }
    }
}
