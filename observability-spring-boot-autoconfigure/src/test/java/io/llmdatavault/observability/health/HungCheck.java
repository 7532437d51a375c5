package io.llmdatavault.observability.health;

import java.util.concurrent.CountDownLatch;

/** Does not answer, not even when it is interrupted, until it is released. */
final class HungCheck implements HealthCheck {

    private final CountDownLatch released = new CountDownLatch(1);

    private final String name;

    volatile boolean interrupted;

    volatile int runs;

    HungCheck(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // never run twice at the same time
    public ComponentHealth check() {
        runs++;
        while (released.getCount() > 0) {
            try {
                released.await();
            } catch (InterruptedException ex) {
                interrupted = true;
            }
        }
        return ComponentHealth.healthy("At last.");
    }

    void release() {
        released.countDown();
    }
}
