package io.llmdatavault.observability.health.indicator;

import java.util.concurrent.Callable;

import io.llmdatavault.observability.health.IndicatorChecks;
import org.jspecify.annotations.Nullable;

/**
 * The contributors of the health endpoint in the types of one Boot line, blocking or reactive: what one is, and how one is
 * made that shows what another said last. For the adapters of this starter. Stateless.
 *
 * @param <C> the type of a contributor
 * @since 0.1.0
 */
public interface ContributorTypes<C> {

    /**
     * Whether it shows a component of this starter.
     * @param contributor a contributor
     * @return whether it reads a snapshot itself
     */
    boolean isSnapshot(C contributor);

    /**
     * Whether it has to be asked in the request: availability decides about restarts and must not be older than the probe.
     * @param contributor a contributor
     * @return whether it answers without asking anybody
     */
    boolean answersAtOnce(C contributor);

    /**
     * The members of a composite.
     * @param contributor a contributor
     * @return its members; {@code null} when it is no composite
     */
    @Nullable
    Members<C> members(C contributor);

    /**
     * How to ask an indicator for all that it has to say.
     * @param contributor a contributor
     * @return what asks it; {@code null} when it is no indicator
     */
    @Nullable
    Callable<IndicatorChecks.@Nullable Words> question(C contributor);

    /**
     * Makes an indicator that shows what another one said last.
     * @param checks where that is
     * @param path where the indicator is in the endpoint
     * @return the indicator to show
     */
    C indicator(IndicatorChecks checks, String path);

    /**
     * Makes a composite.
     * @param members what it holds
     * @return the composite to show
     */
    C composite(Members<C> members);
}
