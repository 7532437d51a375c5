package io.llmdatavault.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/**
 * Keeps records of any bytes, encrypted, in named datasets.
 *
 * @since 0.1.0
 */
@SpringBootApplication
@EnableConfigurationProperties(RecordVaultProperties.class)
public class RecordVaultApplication {

    /**
     * Starts the service.
     * @param args the usual arguments of a Spring Boot application
     */
    public static void main(String[] args) {
        SpringApplication.run(RecordVaultApplication.class, args);
    }
}
