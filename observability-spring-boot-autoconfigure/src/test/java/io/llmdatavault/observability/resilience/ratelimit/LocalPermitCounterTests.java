package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class LocalPermitCounterTests extends PermitCounterContract {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final SteppedTime time = new SteppedTime();

    @Override
    Duration window() {
        return MINUTE;
    }

    @Override
    PermitCounter create(Duration window) {
        return new LocalPermitCounter("calls", window, 100_000, time::nanoTime);
    }

    @Override
    void pass(Duration passed) {
        time.step(passed);
    }

    @Test
    void aMillionKeysPushOutNoneWhoseWindowRuns(CapturedOutput output) {
        LocalPermitCounter counter = new LocalPermitCounter("calls", MINUTE, 1000, time::nanoTime);
        assertThat(counter.take("attacked", 3, 3).allowed()).isTrue();
        long passed = 0;
        for (int key = 0; key < 1_000_000; key++) {
            passed += counter.take("made-up-" + key, 1, 3).allowed() ? 1 : 0;
        }
        assertThat(counter.keys()).isEqualTo(1000);
        assertThat(counter.take("attacked", 1, 3).allowed()).isFalse();
        // Those that are kept, and what the shared windows give to all others.
        assertThat(passed).isLessThanOrEqualTo(1000 + 3 * 1024);
        assertThat(output).containsOnlyOnce("The rate limit calls has all the 1000 keys it may count");
        counter.close();
    }

    @Test
    void newcomersHaveTheirOwnPermitsAgainWhenOthersHaveEnded() {
        LocalPermitCounter counter = new LocalPermitCounter("calls", MINUTE, 10, time::nanoTime);
        for (int key = 0; key < 10; key++) {
            counter.take("early-" + key, 3, 3);
        }
        counter.take("late", 1, 3);
        assertThat(counter.keys()).isEqualTo(10);
        time.step(MINUTE);
        for (int key = 0; key < 10; key++) {
            assertThat(counter.take("next-" + key, 3, 3).allowed()).isTrue();
            assertThat(counter.take("next-" + key, 1, 3).allowed()).isFalse();
        }
        assertThat(counter.keys()).isEqualTo(10);
        counter.close();
    }

    @Test
    void countsThoseWithoutAKeyApart() {
        LocalPermitCounter counter = new LocalPermitCounter("calls", MINUTE, 1, time::nanoTime);
        PermitCounter.Count one = counter.take("", 1, 3);
        assertThat(counter.take("", 2, 3).allowed()).isTrue();
        assertThat(counter.take("", 1, 3).allowed()).isFalse();
        assertThat(counter.keys()).isZero();
        one.giveBack();
        assertThat(counter.take("", 1, 3).allowed()).isTrue();
        counter.close();
    }
}
