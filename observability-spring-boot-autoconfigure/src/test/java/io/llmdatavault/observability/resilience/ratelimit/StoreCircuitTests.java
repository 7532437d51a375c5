package io.llmdatavault.observability.resilience.ratelimit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What opens the circuit is three failures one after the other, whoever meets them. Times in milliseconds. */
class StoreCircuitTests {

    /** Close to the overflow, as System.nanoTime() may be. */
    private static final long START = Long.MAX_VALUE - 60;

    private final StoreCircuit circuit = new StoreCircuit("local", System::nanoTime);

    @BeforeEach
    void close() {
        circuit.close();
    }

    private boolean failed(long start, long end) {
        return circuit.failed(START + start, START + end);
    }

    @Test
    void threeOneAfterTheOtherOpenIt() {
        assertThat(failed(0, 50)).isFalse();
        assertThat(failed(50, 100)).isFalse();
        assertThat(circuit.isOpen()).isFalse();
        assertThat(failed(101, 151)).isTrue();
        assertThat(circuit.isOpen()).isTrue();
        assertThat(failed(151, 201)).isFalse();
    }

    @Test
    void refusalsWithoutAnyWaitOpenItToo() {
        assertThat(failed(7, 7)).isFalse();
        assertThat(failed(7, 7)).isFalse();
        assertThat(failed(7, 7)).isTrue();
    }

    @Test
    void whoWaitedAtTheSameTimeMetTheSamePause() {
        for (int caller = 0; caller < 50; caller++) {
            assertThat(failed(caller, 50 + caller)).isFalse();
        }
        assertThat(circuit.isOpen()).isFalse();
    }

    /** Each of many waits no more often than one alone would. */
    @Test
    void manyAtTheSameTimeWaitThreeTimesInAll() {
        int opened = 0;
        for (int round = 0; round < 3; round++) {
            assertThat(circuit.isOpen()).isFalse();
            for (int caller = 0; caller < 50; caller++) {
                opened += failed(round * 100 + caller, round * 100 + 50 + caller) ? 1 : 0;
            }
        }
        assertThat(opened).isEqualTo(1);
        assertThat(circuit.isOpen()).isTrue();
    }

    @Test
    void anAnswerBeginsAnew() {
        failed(0, 50);
        failed(50, 100);
        circuit.answered();
        assertThat(failed(100, 150)).isFalse();
        assertThat(failed(150, 200)).isFalse();
        assertThat(failed(200, 250)).isTrue();
    }

    @Test
    void countsOneOfThoseThatFailInTheSameMoment() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int run = 0; run < 500; run++) {
                circuit.close();
                CyclicBarrier together = new CyclicBarrier(4);
                List<Future<Boolean>> opened = new ArrayList<>();
                for (int caller = 0; caller < 4; caller++) {
                    opened.add(threads.submit(() -> {
                        together.await();
                        return failed(0, 50);
                    }));
                }
                for (Future<Boolean> one : opened) {
                    assertThat(one.get()).isFalse();
                }
                assertThat(circuit.isOpen()).isFalse();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
