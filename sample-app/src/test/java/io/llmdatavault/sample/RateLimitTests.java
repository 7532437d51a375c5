package io.llmdatavault.sample;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Callers that ask too often. */
class RateLimitTests {

    @Test
    void tellsExactlyHowOftenAndWhenAgain() {
        try (RunningVault vault = RunningVault.start(
                TestData.newDirectory(),
                "vault.sample.requests-per-second=3",
                // An hour instead of a second: no clock edge comes between the requests of this test.
                "vault.observability.rate-limit.limits.caller.type=requests-per-hour")) {
            VaultClient client = vault.client();
            for (int i = 0; i < 3; i++) {
                assertThat(client.get("/api/datasets").status()).isEqualTo(200);
            }

            VaultClient.Answer rejected = client.get("/api/datasets");

            assertThat(rejected.status()).isEqualTo(429);
            assertThat(rejected.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(rejected.json().path("type").asText()).isEqualTo("urn:vault:problem:rate-limit");
            assertThat(rejected.json().path("limit").asInt()).isEqualTo(3);
            assertThat(rejected.json().path("limitType").asText()).isEqualTo("requests-per-hour");
            long retryAfter = Long.parseLong(rejected.header("Retry-After"));
            assertThat(retryAfter).isBetween(3500L, 3600L);
            assertThat(rejected.json().path("retryAfter").asLong()).isEqualTo(retryAfter);
            assertThat(Instant.parse(rejected.json().path("resetAt").asText()))
                    .isBetween(Instant.now().plusSeconds(3500), Instant.now().plusSeconds(3600));
            // Everything else goes on.
            assertThat(client.get("/actuator/health").status()).isEqualTo(200);
            assertThat(client.get("/actuator/prometheus").text().lines())
                    .contains(
                            "vault_rate_limit_decisions_total{limit=\"caller\",outcome=\"allowed\"} 3.0",
                            "vault_rate_limit_decisions_total{limit=\"caller\",outcome=\"rejected\"} 1.0");
        }
    }

    @Test
    void countsEachCallerAlone() {
        try (RunningVault vault = RunningVault.start(
                TestData.newDirectory(),
                "vault.sample.requests-per-second=1",
                "vault.observability.rate-limit.limits.caller.type=requests-per-hour",
                "vault.sample.api-keys=Planted-key-1,Planted-key-2")) {
            VaultClient first = vault.client("X-Api-Key", "Planted-key-1");
            VaultClient second = vault.client("X-Api-Key", "Planted-key-2");
            assertThat(first.get("/api/datasets").status()).isEqualTo(200);
            assertThat(first.get("/api/datasets").everything())
                    .startsWith("429")
                    .doesNotContain("Planted");
            assertThat(second.get("/api/datasets").status()).isEqualTo(200);
            assertThat(vault.client("X-Api-Key", "wrong").get("/api/datasets").status())
                    .isEqualTo(401);
        }
    }

    @Test
    void letsTheCallerInAgain() {
        try (RunningVault vault = RunningVault.start(TestData.newDirectory(), "vault.sample.requests-per-second=1")) {
            VaultClient client = vault.client();
            VaultClient.Answer answer = client.get("/api/datasets");
            for (int i = 0; i < 100 && answer.status() == 200; i++) {
                answer = client.get("/api/datasets");
            }
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> client.get("/api/datasets").status() == 200);
        }
    }
}
