package io.llmdatavault.observability.resilience.ratelimit;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

import io.llmdatavault.observability.error.InternalServerError;
import io.llmdatavault.observability.error.RateLimitError;
import io.llmdatavault.observability.metrics.VaultMetrics;
import io.llmdatavault.observability.resilience.OutcomeCounter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A real Tomcat with Spring Security, and limits on a controller whose time the test steps. */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RateLimitHttpTests {

    private final HttpClient client = HttpClient.newHttpClient();

    private ConfigurableApplicationContext context;

    private SteppedTime time;

    private String startUp;

    @BeforeAll
    void start(CapturedOutput output) {
        context = new SpringApplicationBuilder(Application.class)
                .run(
                        "--server.port=0",
                        "--spring.security.user.name=alice",
                        "--spring.security.user.password=secret",
                        "--server.forward-headers-strategy=native",
                        "--management.endpoints.web.exposure.include=prometheus",
                        "--vault.observability.rate-limit.limits.by-principal.type=requests-per-minute",
                        "--vault.observability.rate-limit.limits.by-principal.limit=2",
                        "--vault.observability.rate-limit.limits.by-principal.key=principal",
                        "--vault.observability.rate-limit.limits.by-header.type=requests-per-minute",
                        "--vault.observability.rate-limit.limits.by-header.limit=1",
                        "--vault.observability.rate-limit.limits.by-header.key=header:X-Api-Key",
                        "--vault.observability.rate-limit.limits.by-ip.type=requests-per-minute",
                        "--vault.observability.rate-limit.limits.by-ip.limit=1",
                        "--vault.observability.rate-limit.limits.by-ip.key=ip",
                        "--vault.observability.rate-limit.limits.in-a-job.type=requests-per-minute",
                        "--vault.observability.rate-limit.limits.in-a-job.limit=1",
                        "--vault.observability.rate-limit.limits.in-a-job.key=principal",
                        "--vault.observability.rate-limit.limits.told.type=requests-per-minute",
                        "--vault.observability.rate-limit.limits.told.limit=2",
                        "--vault.observability.rate-limit.limits.told.headers=true",
                        "--vault.observability.rate-limit.limits.hourly.type=requests-per-hour",
                        "--vault.observability.rate-limit.limits.hourly.limit=100",
                        "--vault.observability.rate-limit.limits.hourly.key=spel:'all'",
                        "--vault.observability.rate-limit.limits.hourly.headers=true",
                        "--vault.observability.rate-limit.limits.bytes.type=bytes-per-second",
                        "--vault.observability.rate-limit.limits.bytes.limit=1000",
                        "--vault.observability.rate-limit.limits.bytes.headers=true",
                        "--vault.observability.rate-limit.limits.slots.type=concurrent-requests",
                        "--vault.observability.rate-limit.limits.slots.limit=2",
                        "--vault.observability.rate-limit.limits.slots.headers=true",
                        "--vault.observability.rate-limit.limits.weighted.type=requests-per-second",
                        "--vault.observability.rate-limit.limits.weighted.limit=10");
        time = context.getBean(SteppedTime.class);
        startUp = output.toString();
    }

    @AfterAll
    void stop() {
        context.close();
    }

    @Test
    void answers429WithTheSecondsToWaitRoundedUp() {
        assertThat(get("/principal", "Authorization", basic()).statusCode()).isEqualTo(200);
        assertThat(get("/principal", "Authorization", basic()).statusCode()).isEqualTo(200);
        time.step(Duration.ofMillis(10_500));
        HttpResponse<String> rejected = get("/principal", "Authorization", basic());
        assertThat(rejected.statusCode()).isEqualTo(429);
        assertThat(rejected.headers().firstValue("Retry-After")).contains("50");
        assertThat(rejected.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(rejected.body())
                .contains("\"type\":\"urn:vault:problem:rate-limit\"")
                .contains("\"code\":\"RATE_LIMIT_REQUESTS_PER_MINUTE\"")
                .contains("\"limitType\":\"requests-per-minute\"")
                .contains("\"limit\":2")
                .contains("\"retryAfter\":50")
                .contains("\"resetAt\":\"")
                .doesNotContain("alice");
        // Anybody who did not say who it is shares the permits of nobody.
        assertThat(get("/principal").statusCode()).isEqualTo(200);
        time.step(Duration.ofMillis(49_499));
        assertThat(get("/principal", "Authorization", basic()).headers().firstValue("Retry-After"))
                .contains("1");
        time.step(Duration.ofMillis(1));
        assertThat(get("/principal", "Authorization", basic()).statusCode()).isEqualTo(200);
    }

    @Test
    void tellsWhatIsLeftWhereAsked() {
        HttpResponse<String> first = get("/told");
        assertThat(first.headers().allValues("RateLimit-Policy"))
                .containsExactlyInAnyOrder("\"told\";q=2;w=60", "\"hourly\";q=100;w=3600");
        assertThat(first.headers().allValues("RateLimit"))
                .hasSize(2)
                .anySatisfy(value -> assertThat(value).matches("\"told\";r=1;t=[0-9]+"));
        assertThat(first.headers().allValues("RateLimit")).contains("\"hourly\";r=98;t=3600");
        get("/told");
        HttpResponse<String> rejected = get("/told");
        assertThat(rejected.statusCode()).isEqualTo(429);
        String retryAfter = rejected.headers().firstValue("Retry-After").orElseThrow();
        assertThat(rejected.headers().allValues("RateLimit")).containsExactly("\"told\";r=0;t=" + retryAfter);
        assertThat(rejected.headers().allValues("RateLimit-Policy")).containsExactly("\"told\";q=2;w=60");
        assertThat(get("/ip").headers().firstValue("RateLimit")).isEmpty();
    }

    @Test
    void countsEachHeaderByItselfAndShowsItNowhere(CapturedOutput output) {
        assertThat(get("/header", "X-Api-Key", "Planted-4711-key").statusCode()).isEqualTo(200);
        HttpResponse<String> rejected = get("/header", "X-Api-Key", "Planted-4711-key");
        assertThat(rejected.statusCode()).isEqualTo(429);
        assertThat(rejected.body() + rejected.headers().map()).doesNotContain("Planted-4711");
        assertThat(get("/header", "X-Api-Key", "another").statusCode()).isEqualTo(200);
        assertThat(get("/header").statusCode()).isEqualTo(200);
        assertThat(get("/header").statusCode()).isEqualTo(429);
        assertThat(get("/actuator/prometheus").body())
                .contains("vault_rate_limit_decisions_total{limit=\"by-header\",outcome=\"allowed\"} 3.0")
                .contains("vault_rate_limit_decisions_total{limit=\"by-header\",outcome=\"rejected\"} 2.0")
                .doesNotContain("Planted-4711");
        assertThat(output).contains("Rate limit \"by-header\" of 1 exceeded").doesNotContain("Planted-4711");
    }

    @Test
    void theIpIsWhatTheContainerSays() {
        // Tomcat trusts the test's own address as a proxy's.
        assertThat(get("/ip", "X-Forwarded-For", "203.0.113.7").statusCode()).isEqualTo(200);
        assertThat(get("/ip", "X-Forwarded-For", "203.0.113.7").statusCode()).isEqualTo(429);
        assertThat(get("/ip", "X-Forwarded-For", "203.0.113.8").statusCode()).isEqualTo(200);
        // What a caller puts before the proxy's own entry counts for nothing.
        assertThat(get("/ip", "X-Forwarded-For", "198.51.100.1, 203.0.113.8").statusCode())
                .isEqualTo(429);
    }

    @Test
    void answers400ToWhatCanNeverPass() {
        HttpResponse<String> refused = get("/weighted?weight=11");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.headers().firstValue("Retry-After")).isEmpty();
        assertThat(refused.body())
                .contains("\"detail\":\"The request needs 11 permits, and at most 10 are given at once.\"")
                .contains("\"retryable\":false");
        assertThat(get("/weighted?weight=10").statusCode()).isEqualTo(200);
        assertThat(get("/weighted?weight=1").statusCode()).isEqualTo(429);
    }

    @Test
    void weighsTheRequestWhereTheMethodDoesNotSayHowManyBytes() {
        HttpResponse<String> passed = post("/upload", 600);
        assertThat(passed.statusCode()).isEqualTo(200);
        assertThat(passed.headers().firstValue("RateLimit-Policy"))
                .contains("\"bytes\";q=1000;qu=\"content-bytes\";w=1");
        assertThat(passed.headers().firstValue("RateLimit")).contains("\"bytes\";r=400;t=1");
        assertThat(post("/upload", 401).statusCode()).isEqualTo(429);
        assertThat(post("/upload", 400).statusCode()).isEqualTo(200);
        assertThat(post("/upload", 1001).body()).contains("The request needs 1001 bytes, and at most 1000");
        time.step(Duration.ofSeconds(1));
        assertThat(post("/upload", 0).headers().firstValue("RateLimit")).contains("\"bytes\";r=999;t=1");
        Controller controller = context.getBean(Controller.class);
        assertThatExceptionOfType(InternalServerError.class)
                .isThrownBy(() -> controller.upload(new byte[600]))
                .withMessageContaining("was called outside of a request, and the rate limit \"bytes\" counts bytes");
    }

    @Test
    void tellsWhatIsLeftOfWhatIsGoingOn() {
        HttpResponse<String> passed = get("/slot");
        assertThat(passed.headers().firstValue("RateLimit-Policy"))
                .contains("\"slots\";q=2;qu=\"concurrent-requests\"");
        assertThat(passed.headers().firstValue("RateLimit")).contains("\"slots\";r=1");
    }

    @Test
    void callsOutsideARequestShareThePermitsOfNobody() {
        Controller controller = context.getBean(Controller.class);
        assertThat(controller.inAJob()).isEqualTo("ok");
        assertThatExceptionOfType(RateLimitError.class).isThrownBy(controller::inAJob);
    }

    @Test
    void makesNoBeanTooEarly() {
        assertThat(startUp)
                .contains("Tomcat started on port")
                .doesNotContain("not eligible for getting processed by all BeanPostProcessors");
    }

    private static String basic() {
        return "Basic " + Base64.getEncoder().encodeToString("alice:secret".getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.sendAsync(request.build(), BodyHandlers.ofString()).join();
    }

    private HttpResponse<String> post(String path, int bytes) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path))
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(new byte[bytes]))
                .build();
        return client.sendAsync(request, BodyHandlers.ofString()).join();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Controller.class, SteppedTime.class})
    static class Application {

        @Bean
        RateLimits steppedRateLimits(
                RateLimitProperties properties,
                ObjectProvider<VaultMetrics> metrics,
                LimitHeaders headers,
                SteppedTime time) {
            return new ConfiguredRateLimits(
                    properties,
                    store -> (name, window, most, secret) -> new LocalPermitCounter(name, window, most, time::nanoTime),
                    new OutcomeCounter(metrics, "vault_rate_limit_decisions_total"),
                    headers,
                    time,
                    time::nanoTime);
        }

        @Bean
        SecurityFilterChain open(HttpSecurity security) throws Exception {
            return security.csrf(CsrfConfigurer::disable)
                    .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .httpBasic(Customizer.withDefaults())
                    .build();
        }
    }

    @RestController
    static class Controller {

        private final ObjectProvider<RateLimits> limits;

        Controller(ObjectProvider<RateLimits> limits) {
            this.limits = limits;
        }

        @GetMapping("/principal")
        @VaultRateLimit("by-principal")
        String byPrincipal() {
            return "ok";
        }

        @GetMapping("/header")
        @VaultRateLimit("by-header")
        String byHeader() {
            return "ok";
        }

        @GetMapping("/ip")
        @VaultRateLimit("by-ip")
        String byIp() {
            return "ok";
        }

        @VaultRateLimit("in-a-job")
        String inAJob() {
            return "ok";
        }

        @GetMapping("/told")
        @VaultRateLimit("told")
        String told() {
            limits.getObject().acquire("hourly", "all", 1);
            limits.getObject().acquire("hourly", "all", 1);
            return "ok";
        }

        @PostMapping("/upload")
        @VaultRateLimit("bytes")
        String upload(@RequestBody(required = false) byte[] body) {
            return "ok";
        }

        @GetMapping("/slot")
        @VaultRateLimit("slots")
        String slot() {
            return "ok";
        }

        @GetMapping("/weighted")
        @VaultRateLimit(value = "weighted", permits = "#weight")
        String weighted(@RequestParam int weight) {
            return "ok";
        }
    }
}
