package io.llmdatavault.observability.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Keeps the meters of the label sets that came first. A set that comes when it is full is looked up each time, which is
 * right: it has no series of its own.
 */
final class BoundedCache<K, V> {

    private final Map<K, V> values = new ConcurrentHashMap<>();

    private final int capacity;

    BoundedCache(int capacity) {
        this.capacity = capacity;
    }

    V get(K key, Function<? super K, ? extends V> factory) {
        V value = values.get(key);
        return value != null ? value : create(key, factory);
    }

    private V create(K key, Function<? super K, ? extends V> factory) {
        // Two threads may both make it: the registry gives both the same meter.
        V value = factory.apply(key);
        if (values.size() < capacity) {
            values.put(key, value);
        }
        return value;
    }
}
