package io.llmdatavault.observability.alert.engine;

import java.util.Map;
import java.util.stream.Stream;

import io.llmdatavault.observability.alert.promql.Labels;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the labels that say which process it is do to the fingerprint of an alert. */
class FingerprintTests {

    private static final Labels NORTH = Labels.of(Map.of("instance", "one:8080", "region", "north"));

    private static final Labels SOUTH = Labels.of(Map.of("instance", "two:8080", "region", "south"));

    @Test
    void isTheSameInEachProcess() {
        assertThat(fingerprint(NORTH.with("queue", "a"), NORTH))
                .isEqualTo(fingerprint(SOUTH.with("queue", "a"), SOUTH))
                .isNotEqualTo(fingerprint(NORTH.with("queue", "b"), NORTH))
                .isNotEqualTo(fingerprint(NORTH.with("queue", "a").with("region", ""), NORTH));
    }

    /** An own tag may have the name of an external label, and then even its value. */
    @Test
    void noTwoAlertsOfOneProcessShareOne() {
        assertThat(Stream.of("", "north", "south", "west")
                        .map(region -> fingerprint(NORTH.with("region", region), NORTH)))
                .doesNotHaveDuplicates();
    }

    private static String fingerprint(Labels labels, Labels identity) {
        return Fingerprint.of(labels, identity, "deep");
    }
}
