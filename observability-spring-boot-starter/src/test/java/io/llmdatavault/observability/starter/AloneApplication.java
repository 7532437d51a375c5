package io.llmdatavault.observability.starter;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/** An application that has nothing but the starter; also the main class of a process of its own. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class AloneApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(AloneApplication.class, arguments).close();
    }
}
