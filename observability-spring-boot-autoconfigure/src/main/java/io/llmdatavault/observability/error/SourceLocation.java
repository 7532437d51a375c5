package io.llmdatavault.observability.error;

import java.io.Serializable;

import org.jspecify.annotations.Nullable;

/**
 * The place in the source that built an error, read from its stack trace.
 *
 * @param className the fully qualified name of the class
 * @param methodName the name of the method
 * @param file the name of the source file; {@code null} when the class was compiled without it
 * @param line the line, from 1; negative when the class was compiled without it
 * @since 0.1.0
 */
public record SourceLocation(
        String className, String methodName, @Nullable String file, int line) implements Serializable {

    static SourceLocation of(StackTraceElement frame) {
        return new SourceLocation(
                frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber());
    }
}
