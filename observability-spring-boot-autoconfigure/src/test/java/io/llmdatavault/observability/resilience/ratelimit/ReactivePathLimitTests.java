package io.llmdatavault.observability.resilience.ratelimit;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
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

/** On Spring WebFlux in Netty. */
class ReactivePathLimitTests extends PathLimitSuite {

    @Override
    ConfigurableApplicationContext start(String... properties) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.REACTIVE)
                // A client may keep a body for itself that was refused before it was read; its connection stays busy.
                .properties("server.port=0", "server.shutdown=immediate")
                .properties(properties)
                .run();
    }

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
