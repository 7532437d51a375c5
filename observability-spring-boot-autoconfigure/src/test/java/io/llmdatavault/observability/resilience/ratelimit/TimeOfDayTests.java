package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;

class TimeOfDayTests {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final AtomicReference<Instant> wall = new AtomicReference<>(NOON);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

    private final TimeOfDay time = new TimeOfDay(clock(), nanos::get);

    @Test
    void sameReadingHasTheSameTime() {
        long reading = nanos.get() + Duration.ofSeconds(10).toNanos();
        assertThat(time.of(reading)).isEqualTo(NOON.plusSeconds(10));
        // The thread paused between the two clocks, or one of them drifts.
        wall.set(NOON.plusMillis(3));
        nanos.addAndGet(Duration.ofMillis(2).toNanos());
        assertThat(time.of(reading)).isEqualTo(NOON.plusSeconds(10));
    }

    @Test
    void followsAClockThatIsSet() {
        long reading = nanos.get();
        wall.set(NOON.plusSeconds(3600));
        assertThat(time.of(reading)).isEqualTo(NOON.plusSeconds(3600));
        wall.set(NOON.minusSeconds(3600));
        assertThat(time.of(reading)).isEqualTo(NOON.minusSeconds(3600));
    }

    private Clock clock() {
        Clock clock = Mockito.mock();
        Mockito.when(clock.instant()).thenAnswer(call -> wall.get());
        Mockito.when(clock.withZone(any())).thenReturn(clock);
        Mockito.when(clock.getZone()).thenReturn(ZoneOffset.UTC);
        return clock;
    }
}
