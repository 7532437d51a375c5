package io.llmdatavault.observability.web;

import java.lang.reflect.Field;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.ReflectionUtils;

/**
 * Reads what the filters of Spring and Spring Security are configured with: most have setters only, and what to put in
 * its place depends on what is there. A field that is gone reads as nothing, and that part is left alone. Public for the
 * starter's own packages.
 *
 * @since 0.1.0
 */
public final class PrivateFields {

    private static final Logger logger = LoggerFactory.getLogger(PrivateFields.class);

    private PrivateFields() {}

    /**
     * Reads a field.
     * @param <T> the type of the value
     * @param target the object
     * @param declaringType the class that declares the field
     * @param name the name of the field
     * @param type the type of the value
     * @return the value; {@code null} where there is none of this type, or no such field
     */
    public static <T> @Nullable T read(Object target, Class<?> declaringType, String name, Class<T> type) {
        Field field = find(declaringType, name);
        Object value = field != null ? ReflectionUtils.getField(field, target) : null;
        return type.isInstance(value) ? type.cast(value) : null;
    }

    /**
     * Writes a field, for the few that have no setter.
     * @param target the object
     * @param declaringType the class that declares the field
     * @param name the name of the field
     * @param value the value
     */
    public static void write(Object target, Class<?> declaringType, String name, Object value) {
        Field field = find(declaringType, name);
        if (field != null) {
            ReflectionUtils.setField(field, target, value);
        }
    }

    private static @Nullable Field find(Class<?> declaringType, String name) {
        Field field = ReflectionUtils.findField(declaringType, name);
        if (field == null) {
            logger.warn("{} has no field {}: what it refuses gets no problem details", declaringType.getName(), name);
            return null;
        }
        ReflectionUtils.makeAccessible(field);
        return field;
    }
}
