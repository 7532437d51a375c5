package io.llmdatavault.observability.web.reactive;

import java.lang.reflect.Field;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.ReflectionUtils;

/**
 * Reads what Spring Security's filters are configured with: they have setters only, and what to put in its place depends
 * on what is there. A field that is gone reads as nothing, and that part of Spring Security is left alone.
 */
final class PrivateFields {

    private static final Logger logger = LoggerFactory.getLogger(PrivateFields.class);

    private PrivateFields() {}

    static <T> @Nullable T read(Object target, Class<?> declaringType, String name, Class<T> type) {
        Field field = ReflectionUtils.findField(declaringType, name);
        if (field == null) {
            logger.warn("{} has no field {}: what it refuses gets no problem details", declaringType.getName(), name);
            return null;
        }
        ReflectionUtils.makeAccessible(field);
        Object value = ReflectionUtils.getField(field, target);
        return type.isInstance(value) ? type.cast(value) : null;
    }
}
