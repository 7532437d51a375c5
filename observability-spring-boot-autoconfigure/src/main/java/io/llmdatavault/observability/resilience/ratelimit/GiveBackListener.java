package io.llmdatavault.observability.resilience.ratelimit;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/** Gives permits back at the end of an asynchronous answer, also one that timed out or whose reader went away. */
final class GiveBackListener implements AsyncListener {

    private final HeldPermits held;

    GiveBackListener(HeldPermits held) {
        this.held = held;
    }

    @Override
    public void onComplete(AsyncEvent event) {
        held.close();
    }

    /** A listener is for one cycle only; a dispatch may begin another. */
    @Override
    public void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this);
    }

    /** The answer to it is still to come. */
    @Override
    public void onTimeout(AsyncEvent event) {}

    /** The answer to it is still to come. */
    @Override
    public void onError(AsyncEvent event) {}
}
