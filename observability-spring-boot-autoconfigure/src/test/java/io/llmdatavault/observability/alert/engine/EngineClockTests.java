package io.llmdatavault.observability.alert.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Two clocks, of which one may be set. */
class EngineClockTests {

    private final List<Long> shifts = new ArrayList<>();

    private long wall = 1_000_000;

    private long nanos;

    /** Before each time that the clock is read that never jumps. */
    private final List<Long> pauses = new ArrayList<>();

    private final EngineClock clock = new EngineClock(
            new Clock() {

                @Override
                public ZoneOffset getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(java.time.ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return Instant.ofEpochMilli(wall);
                }
            },
            () -> nanos += pauses.isEmpty() ? 0 : pauses.remove(0),
            Duration.ofSeconds(15),
            shifts::add);

    @Test
    void timestampsAreThoseAtWhichItWasDue() {
        assertThat(tick(0, 0)).isEqualTo(1_000_000);
        assertThat(tick(15_100, 15_000)).isEqualTo(1_015_000);
        assertThat(tick(30_000, 30_000)).isEqualTo(1_030_000);
        assertThat(shifts).isEmpty();
    }

    /** What was sampled ten seconds late has the time at which it was sampled, or rates would be wrong. */
    @Test
    void whatIsReallyLateHasItsOwnTime() {
        tick(0, 0);
        Tick late = move(25_000, 15_000);
        assertThat(late.timestamp()).isEqualTo(1_025_000);
        assertThat(late.nanos()).isEqualTo(TimeUnit.SECONDS.toNanos(15));
    }

    @Test
    void movesWhatIsRememberedWhenTheClockIsSet() {
        tick(0, 0);
        wall += 3_600_000;
        assertThat(tick(15_000, 15_000)).isEqualTo(4_615_000);
        wall -= 7_200_000;
        assertThat(tick(30_000, 30_000)).isEqualTo(-2_570_000);
        wall += 500;
        assertThat(tick(45_000, 45_000)).isEqualTo(-2_554_500);
        assertThat(shifts).containsExactly(3_600_000L, -7_200_000L);
    }

    @Test
    void timestampsAscend() {
        tick(0, 0);
        assertThat(tick(0, 0)).isEqualTo(1_000_001);
        wall -= 400;
        assertThat(tick(10, 10)).isEqualTo(1_000_002);
        assertThat(shifts).isEmpty();
    }

    /** The process stops between the readings of the two clocks: the wall clock is read anew. */
    @Test
    void aPauseIsNoClockThatWasSet() {
        tick(0, 0);
        pauses.addAll(List.of(0L, TimeUnit.SECONDS.toNanos(3)));
        wall += 3000;
        assertThat(tick(15_000, 15_000)).isEqualTo(1_018_000);
        elapsed += 3000;
        assertThat(tick(30_000, 30_000)).isEqualTo(1_030_000);
        assertThat(shifts).isEmpty();
    }

    /** Where every reading takes long, one of them has to do. */
    @Test
    void readsNoMoreThanTenTimes() {
        for (int i = 0; i < 100; i++) {
            pauses.add(TimeUnit.SECONDS.toNanos(1));
        }
        tick(0, 0);
        assertThat(pauses).hasSizeBetween(85, 95);
    }

    private long elapsed;

    private long tick(long now, long due) {
        return move(now, due).timestamp();
    }

    private Tick move(long now, long due) {
        wall += now - elapsed;
        elapsed = now;
        nanos = TimeUnit.MILLISECONDS.toNanos(now);
        return clock.tick(TimeUnit.MILLISECONDS.toNanos(due));
    }
}
