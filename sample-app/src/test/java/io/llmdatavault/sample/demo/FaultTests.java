package io.llmdatavault.sample.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FaultTests {

    private final Fault fault = new Fault(Duration.ofMinutes(1));

    @Test
    void isHarmlessAtFirst() {
        assertThatCode(this::hit).doesNotThrowAnyException();
        assertThatCode(this::hitProbe).doesNotThrowAnyException();
    }

    @Test
    void failsUntilItIsMended() {
        fault.set(FaultMode.FAIL, 0);
        assertThatThrownBy(this::hit).isInstanceOf(IOException.class);
        assertThatThrownBy(this::hitProbe).isInstanceOf(IOException.class);
        assertThatThrownBy(this::hit).isInstanceOf(IOException.class);

        fault.set(FaultMode.OK, 0);
        assertThatCode(this::hit).doesNotThrowAnyException();
    }

    @Test
    void failsForSoManyCallsOfTheApplication() {
        fault.set(FaultMode.FAIL, 2);
        assertThatCode(this::hitProbe).doesNotThrowAnyException();
        assertThatThrownBy(this::hit).isInstanceOf(IOException.class);
        assertThatThrownBy(this::hit).isInstanceOf(IOException.class);
        assertThatCode(this::hit).doesNotThrowAnyException();
    }

    @Test
    void hangsUntilItIsMended() throws Exception {
        fault.set(FaultMode.SLOW, 0);
        CompletableFuture<Boolean> call = CompletableFuture.supplyAsync(this::succeeds);
        assertThatThrownBy(() -> call.get(100, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);

        fault.set(FaultMode.OK, 0);
        assertThat(call.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void failsWhenItHangsForTooLong() {
        Fault impatient = new Fault(Duration.ofMillis(10));
        impatient.set(FaultMode.SLOW, 0);
        assertThatThrownBy(() -> impatient.hit(IOException::new)).isInstanceOf(IOException.class);
    }

    @Test
    void failsWhenTheCallerGivesUp() {
        fault.set(FaultMode.SLOW, 0);
        Thread.currentThread().interrupt();
        assertThatThrownBy(this::hit).isInstanceOf(IOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private boolean succeeds() {
        try {
            hit();
            return true;
        } catch (IOException ex) {
            return false;
        }
    }

    private void hit() throws IOException {
        fault.hit(IOException::new);
    }

    private void hitProbe() throws IOException {
        fault.hitProbe(IOException::new);
    }
}
