package io.llmdatavault.observability.health;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is asked in which order, and that what is written is always deleted again. */
class ObjectStoreProbeTests {

    /** Nobody waits for it: a busy machine does not take what the calls are compared by. */
    private static final Duration LIMIT = Duration.ofSeconds(100);

    @Test
    void looksOnlyUnlessItMayWrite() {
        RecordingS3 client = new RecordingS3("");
        assertThat(probe(client, false).probe().state()).isEqualTo(HealthState.HEALTHY);
        assertThat(client.calls).containsExactly("head");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "put|head put delete|The credentials are not allowed to write to the storage.",
                "get|head put get delete|The credentials are not allowed to read from the storage.",
                "nothing|head put get delete|The storage does not give back what is written."
            })
    void deletesWhateverHappenedBefore(String refused, String calls, String message) {
        RecordingS3 client = new RecordingS3(refused);
        ComponentHealth health = probe(client, true).probe();
        assertThat(health.state()).isEqualTo(HealthState.UNHEALTHY);
        assertThat(health.message()).isEqualTo(message);
        assertThat(String.join(" ", client.calls)).isEqualTo(calls);
        assertThat(client.keys).hasSizeGreaterThan(1).containsOnly(client.keys.get(0));
    }

    @Test
    void deletesAlsoWhenItIsInterrupted() {
        RecordingS3 client = new RecordingS3("get");
        Thread.currentThread().interrupt();
        probe(client, true).probe();
        assertThat(client.calls).endsWith("delete");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void instancesDoNotMeet() {
        RecordingS3 client = new RecordingS3("");
        ObjectStoreProbe one = probe(client, true);
        one.probe();
        one.probe();
        assertThat(client.keys).hasSize(6).containsOnly(client.keys.get(0));
        probe(client, true).probe();
        assertThat(client.keys.get(0)).startsWith("vault-health-check/");
        assertThat(client.keys.get(6)).startsWith("vault-health-check/").isNotEqualTo(client.keys.get(0));
    }

    @Test
    void callsShareOneLimitAndLeaveTimeToTidyUp() {
        RecordingS3 client = new RecordingS3("");
        probe(client, true).probe();
        List<Duration> limits = client.limits;
        assertThat(limits.subList(0, 3)).isSortedAccordingTo((one, other) -> other.compareTo(one));
        assertThat(limits.get(0)).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(70));
        assertThat(limits.get(3)).isBetween(Duration.ofSeconds(71), Duration.ofSeconds(90));
    }

    @Test
    void whatIsLeftIsNeverNothing() {
        long[] now = {0};
        CallBudget budget = new CallBudget(Duration.ofNanos(5_000_000), () -> now[0]);
        assertThat(budget.left()).hasMillis(5);
        now[0] = 3_000_000;
        assertThat(budget.left()).hasMillis(2);
        now[0] = 9_000_000;
        assertThat(budget.left()).hasMillis(1);
    }

    private static ObjectStoreProbe probe(RecordingS3 client, boolean writeCheck) {
        return new S3StorageProbe(client, "records", LIMIT, writeCheck);
    }
}
