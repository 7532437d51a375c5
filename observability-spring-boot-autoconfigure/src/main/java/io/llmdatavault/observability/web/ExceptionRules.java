package io.llmdatavault.observability.web;

import java.util.Map;

import io.llmdatavault.observability.web.ProblemProperties.ExceptionRule;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.ClassUtils;

/** The rules of {@code problem.exceptions}: an exception's own, else its nearest superclass's. */
final class ExceptionRules {

    private static final Logger logger = LoggerFactory.getLogger(ExceptionRules.class);

    private final Map<String, ExceptionRule> byClassName;

    ExceptionRules(Map<String, ExceptionRule> byClassName, @Nullable ClassLoader classLoader) {
        this.byClassName = Map.copyOf(byClassName);
        for (String name : byClassName.keySet()) {
            if (!ClassUtils.isPresent(name, classLoader)) {
                logger.warn(
                        "{}exceptions.\"[{}]\" has no effect: there is no such class on the class path",
                        ProblemProperties.PREFIX,
                        name);
            }
        }
    }

    @Nullable
    ExceptionRule find(Throwable throwable) {
        for (Class<?> type = throwable.getClass(); type != Object.class; type = type.getSuperclass()) {
            ExceptionRule rule = byClassName.get(type.getName());
            if (rule != null) {
                return rule;
            }
        }
        return null;
    }
}
