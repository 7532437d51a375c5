package io.llmdatavault.observability.health.indicator;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a registry or a composite holds. For the adapters of this starter. As thread-safe as what it stands for.
 *
 * @param <C> the type of a contributor
 * @since 0.1.0
 */
public interface Members<C> {

    /**
     * Looks for one.
     * @param name its name
     * @return the contributor; {@code null} when there is none
     */
    @Nullable
    C find(String name);

    /**
     * All there are at this moment.
     * @return by their names, in their order
     */
    Map<String, C> all();
}
