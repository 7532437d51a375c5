package io.llmdatavault.observability.error;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Walks the causes of any throwable. Unlike a plain loop over {@link Throwable#getCause()} it ends when the chain is a
 * cycle: every throwable is visited once.
 *
 * @since 0.1.0
 */
public final class ErrorChain {

    private ErrorChain() {}

    /**
     * The throwable, its cause, and so on to the root. Lazy: what is not asked for is not walked.
     * @param throwable where to start
     * @return an ordered stream without duplicates
     */
    public static Stream<Throwable> of(Throwable throwable) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>(8));
        return Stream.<@Nullable Throwable>iterate(
                        throwable, t -> t != null && seen.add(t), t -> t == null ? null : t.getCause())
                .map(Throwable.class::cast);
    }

    /**
     * The first throwable of a type in the chain.
     * @param throwable where to start
     * @param type the type to look for
     * @param <T> the type to look for
     * @return the first that is an instance of it, or {@code null}
     */
    public static <T extends Throwable> @Nullable T find(Throwable throwable, Class<T> type) {
        return of(throwable)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElse(null);
    }
}
