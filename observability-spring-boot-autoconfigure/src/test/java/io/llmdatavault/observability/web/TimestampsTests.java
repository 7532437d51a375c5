package io.llmdatavault.observability.web;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;

class TimestampsTests {

    @Property
    void writesWhatInstantWrites(@ForAll("instants") List<Instant> instants) {
        Timestamps timestamps = new Timestamps();
        for (Instant instant : instants) {
            assertThat(timestamps.text(instant)).isEqualTo(instant.toString());
            // Now the second is kept.
            Instant later = instant.truncatedTo(ChronoUnit.SECONDS).plusMillis(7);
            assertThat(timestamps.text(later)).isEqualTo(later.toString());
            assertThat(timestamps.text(instant)).isEqualTo(instant.toString());
        }
    }

    @Example
    void writesEachMillisecondOfKeptSecond() {
        Timestamps timestamps = new Timestamps();
        Instant second = Instant.parse("2026-12-31T23:59:59Z");
        for (int millis = 0; millis <= 1000; millis++) {
            Instant instant = second.plusMillis(millis);
            assertThat(timestamps.text(instant)).isEqualTo(instant.toString());
        }
    }

    @Provide
    Arbitrary<List<Instant>> instants() {
        Arbitrary<Long> seconds = Arbitraries.oneOf(
                Arbitraries.longs().between(-2, 2),
                Arbitraries.longs().between(0, 4_102_444_800L),
                // Instant knows more years than four digits can say, and some before the first.
                Arbitraries.longs().between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()));
        Arbitrary<Long> nanos = Arbitraries.oneOf(
                Arbitraries.longs().between(0, 999).map(millis -> millis * 1_000_000),
                Arbitraries.longs().between(0, 999_999_999));
        return seconds.flatMap(second -> nanos.map(nano -> Instant.ofEpochSecond(second, nano)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }
}
