package io.llmdatavault.observability.health;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import software.amazon.awssdk.services.kms.KmsClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Key management services count and charge for calls, and keep secrets: a whole application does not overdo it. */
@ExtendWith(OutputCaptureExtension.class)
class KmsCallsTests {

    private static final String PREFIX = "vault.observability.health.kms.";

    @Test
    void serviceIsAskedOnceHoweverOftenHealthIs() throws Exception {
        try (KmsServer kms = new KmsServer()) {
            kms.answerAsAws("Enabled");
            try (HealthServer server = HealthServer.servlet(
                    AwsApplication.class,
                    "test.kms-url=" + kms.url(),
                    // The first call makes the client load its classes.
                    "vault.observability.health.checks.kms.timeout=30s",
                    PREFIX + "provider=aws-kms",
                    PREFIX + "key-id=planted-key")) {
                awaitStatus(server, "UP");
                ExecutorService readers = Executors.newFixedThreadPool(20);
                try {
                    Callable<HttpResponse<String>> read = () -> server.get("/actuator/health");
                    List<Future<HttpResponse<String>>> answers = readers.invokeAll(
                            IntStream.range(0, 300).mapToObj(i -> read).toList());
                    for (Future<HttpResponse<String>> answer : answers) {
                        assertThat(answer.get().body()).contains("\"kms\"").doesNotContain("planted");
                    }
                } finally {
                    readers.shutdownNow();
                }
                // One round: describe, encrypt, decrypt. The next is due after 30 seconds.
                assertThat(kms.calls()).isEqualTo(3);
            }
        }
    }

    @Test
    void secretsOfATokenStayInside(CapturedOutput output) {
        SoftHsm.Token token = SoftHsm.token().withKey();
        String[] properties = token.properties();
        List<String> all = new ArrayList<>(List.of(properties));
        all.add("management.endpoints.web.exposure.include=*");
        all.add("logging.level.io.llmdatavault.observability=debug");
        all.add("vault.observability.health.checks.kms.refresh-interval=100ms");
        try (HealthServer server = HealthServer.servlet(Application.class, all.toArray(String[]::new))) {
            awaitStatus(server, "UP");
            assertThat(server.component("kms").toString())
                    .doesNotContain("master")
                    .doesNotContain("softhsm")
                    .doesNotContain(Long.toString(token.slot()));
            for (String path : List.of("/actuator/env", "/actuator/configprops", "/actuator/health")) {
                assertThat(server.get(path).statusCode()).isEqualTo(200);
                assertThat(server.get(path).body()).doesNotContain(SoftHsm.PIN);
            }
            token.logOut();
            token.deleteKey();
            awaitStatus(server, "DEGRADED");
        }
        assertThat(output).contains("Component kms is UNHEALTHY").doesNotContain(SoftHsm.PIN);
    }

    @Test
    void refusedPinIsNotShown(CapturedOutput output) {
        List<String> properties = new ArrayList<>(List.of(SoftHsm.token().properties()));
        properties.removeIf(property -> property.startsWith(PREFIX + "pkcs11.pin"));
        properties.add(PREFIX + "pkcs11.pin=0815-Planted");
        assertThatThrownBy(() -> HealthServer.servlet(Application.class, properties.toArray(String[]::new)))
                .hasRootCauseMessage("CKR_PIN_INCORRECT");
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("The key " + PREFIX + "pkcs11.pin (value \"***\"")
                .doesNotContain("0815-Planted");
    }

    private static void awaitStatus(HealthServer server, String status) {
        await().atMost(Duration.ofSeconds(40))
                .until(() -> server.component("kms").path("status").asText().equals(status));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {SecurityAutoConfiguration.class, ManagementWebSecurityAutoConfiguration.class})
    static class Application {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {SecurityAutoConfiguration.class, ManagementWebSecurityAutoConfiguration.class})
    static class AwsApplication {

        @Bean
        KmsClient kmsClient(Environment environment) {
            return AwsKmsProbeTests.client(environment.getRequiredProperty("test.kms-url"));
        }
    }
}
