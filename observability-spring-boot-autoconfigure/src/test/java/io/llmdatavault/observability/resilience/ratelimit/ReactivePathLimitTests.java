package io.llmdatavault.observability.resilience.ratelimit;

import java.util.ArrayList;
import java.util.List;

import io.llmdatavault.observability.web.SuiteServer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.autoconfigure.security.reactive.ReactiveManagementWebSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.security.reactive.ReactiveSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.reactive.ReactiveUserDetailsServiceAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.server.SecurityWebFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/** On Spring WebFlux in Netty. */
class ReactivePathLimitTests extends PathLimitSuite {

    @Override
    ConfigurableApplicationContext start(String... properties) {
        return run(Application.class, properties);
    }

    private static ConfigurableApplicationContext run(Class<?> application, String... properties) {
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.REACTIVE)
                // A client may keep a body for itself that was refused before it was read; its connection stays busy.
                .properties("server.port=0", "server.shutdown=immediate")
                .properties(properties)
                .run();
    }

    /** Without Spring Security, whose firewall refuses these paths: each of them finds the file. */
    @Test
    void anEncodedSlashIsNoWayAround() {
        List<String> paths = List.of(
                "/ratelimit/OwnNetty.class",
                "/ratelimit%2FOwnNetty.class",
                "/ratelimit%2fOwnNetty.class",
                "/ratelimit%5COwnNetty.class",
                "/ratelimit%2F.%2FOwnNetty.class");
        List<String> properties = new ArrayList<>(
                List.of("spring.web.resources.static-locations=classpath:/io/llmdatavault/observability/resilience/"));
        limit(properties, "files", "type=requests-per-hour", "limit=" + paths.size(), "paths=/ratelimit/**");
        try (ConfigurableApplicationContext other = run(FilesOnly.class, properties.toArray(String[]::new))) {
            SuiteServer files = server(other);
            for (int status : List.of(200, 429)) {
                paths.forEach(path ->
                        assertThat(files.get(path).statusCode()).as(path).isEqualTo(status));
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {
                ReactiveSecurityAutoConfiguration.class,
                ReactiveUserDetailsServiceAutoConfiguration.class,
                ReactiveManagementWebSecurityAutoConfiguration.class
            })
    @Import(OwnNetty.class)
    static class FilesOnly {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({PathLimitEndpoints.class, OwnNetty.class})
    static class Application {

        @Bean
        SecurityWebFilterChain chain(ServerHttpSecurity security) {
            return security.authorizeExchange(exchanges -> exchanges
                            .pathMatchers("/secret/**")
                            .authenticated()
                            .anyExchange()
                            .permitAll())
                    .csrf(csrf -> csrf.disable())
                    .httpBasic(Customizer.withDefaults())
                    .build();
        }

        @Bean
        MapReactiveUserDetailsService users() {
            return new MapReactiveUserDetailsService(
                    User.withUsername("alice").password("{noop}secret").build(),
                    User.withUsername("bob").password("{noop}secret").build());
        }
    }
}
