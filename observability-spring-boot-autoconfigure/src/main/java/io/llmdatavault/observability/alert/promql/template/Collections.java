package io.llmdatavault.observability.alert.promql.template;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** {@code index}, {@code slice} and {@code len}. A text is its bytes, as in Go. */
final class Collections {

    private Collections() {}

    static @Nullable Object index(@Nullable Object value, List<@Nullable Object> indexes) {
        if (value == null) {
            throw new ExecutionException("index of untyped nil");
        }
        Object item = value;
        for (Object index : indexes) {
            item = index(item, index);
        }
        return item;
    }

    private static Object index(Object item, @Nullable Object index) {
        if (item instanceof String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            int position = position(index, bytes.length);
            if (position == bytes.length) {
                throw new ExecutionException("reflect: string index out of range");
            }
            return (long) (bytes[position] & 0xff);
        }
        if (item instanceof List<?> list) {
            int position = position(index, list.size());
            if (position == list.size()) {
                throw new ExecutionException("reflect: slice index out of range");
            }
            return list.get(position);
        }
        if (item instanceof Map<?, ?> map) {
            if (index == null) {
                throw new ExecutionException("value is nil; should be of type string");
            }
            if (!(index instanceof String)) {
                throw new ExecutionException("value has type " + GoValues.type(index) + "; should be string");
            }
            Object element = map.get(index);
            return element == null ? "" : element;
        }
        throw new ExecutionException("can't index item of type " + GoValues.type(item));
    }

    static Object slice(@Nullable Object item, List<@Nullable Object> indexes) {
        if (item == null) {
            throw new ExecutionException("slice of untyped nil");
        }
        if (indexes.size() > 3) {
            throw new ExecutionException("too many slice indexes: " + indexes.size());
        }
        if (item instanceof String text) {
            if (indexes.size() == 3) {
                throw new ExecutionException("cannot 3-index slice a string");
            }
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            int[] range = range(indexes, bytes.length);
            return new String(Arrays.copyOfRange(bytes, range[0], range[1]), StandardCharsets.UTF_8);
        }
        if (item instanceof List<?> list) {
            int[] range = range(indexes, list.size());
            return list.subList(range[0], range[1]);
        }
        throw new ExecutionException("can't slice item of type " + GoValues.type(item));
    }

    private static int[] range(List<@Nullable Object> indexes, int length) {
        int[] range = {0, length, length};
        for (int i = 0; i < indexes.size(); i++) {
            range[i] = position(indexes.get(i), length);
        }
        for (int i = 0; i < 2; i++) {
            if (range[i] > range[i + 1]) {
                throw new ExecutionException("invalid slice index: " + range[i] + " > " + range[i + 1]);
            }
        }
        return range;
    }

    private static int position(@Nullable Object index, int length) {
        if (index == null) {
            throw new ExecutionException("cannot index slice/array with nil");
        }
        if (!(index instanceof Long position)) {
            throw new ExecutionException("cannot index slice/array with type " + GoValues.type(index));
        }
        if (position < 0 || position > length) {
            throw new ExecutionException("index out of range: " + position);
        }
        return position.intValue();
    }

    static long length(@Nullable Object item) {
        if (item instanceof String text) {
            return GoStrings.length(text);
        }
        if (item instanceof Map<?, ?> map) {
            return map.size();
        }
        if (item instanceof List<?> list) {
            return list.size();
        }
        throw new ExecutionException("len of type " + GoValues.type(item));
    }
}
