package io.llmdatavault.observability.health;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

/**
 * Time that passes only when it is stepped, and a timer that goes by it. All on the one thread of the test: a task may let
 * time pass, too, and then others that are due come in between, as they would on threads of their own.
 */
final class VirtualTime {

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::number));

    private final ScheduledExecutorService timer =
            mock(ScheduledExecutorService.class, withSettings().stubOnly());

    private long now;

    private long count;

    VirtualTime() {
        doAnswer(call -> schedule(call.getArgument(0), 0)).when(timer).execute(any());
        when(timer.schedule(any(Runnable.class), anyLong(), any()))
                .thenAnswer(call -> schedule(call.getArgument(0), nanos(call.getArgument(1), call.getArgument(2))));
        when(timer.scheduleWithFixedDelay(any(), anyLong(), anyLong(), any())).thenAnswer(call -> {
            TimeUnit unit = call.getArgument(3);
            return repeat(call.getArgument(0), nanos(call.getArgument(1), unit), nanos(call.getArgument(2), unit));
        });
    }

    private static long nanos(long amount, TimeUnit unit) {
        return unit.toNanos(amount);
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    long nanoTime() {
        return now;
    }

    /** Something that happens then. */
    void at(Duration moment, Runnable event) {
        schedule(event, moment.toNanos() - now);
    }

    void pass(Duration duration) {
        long end = now + duration.toNanos();
        while (!tasks.isEmpty() && tasks.peek().due <= end) {
            runNext();
        }
        now = Math.max(now, end);
    }

    void passWhile(BooleanSupplier condition) {
        while (condition.getAsBoolean()) {
            runNext();
        }
    }

    private void runNext() {
        Task next = tasks.remove();
        now = Math.max(now, next.due);
        next.work.run();
    }

    private ScheduledFuture<?> schedule(Runnable work, long delay) {
        Task task = new Task(now + delay, count++, work);
        tasks.add(task);
        ScheduledFuture<?> future = mock(ScheduledFuture.class, withSettings().stubOnly());
        when(future.cancel(anyBoolean())).thenAnswer(call -> tasks.remove(task));
        return future;
    }

    private ScheduledFuture<?> repeat(Runnable work, long first, long delay) {
        return schedule(
                () -> {
                    work.run();
                    repeat(work, delay, delay);
                },
                first);
    }

    private record Task(long due, long number, Runnable work) {}
}
