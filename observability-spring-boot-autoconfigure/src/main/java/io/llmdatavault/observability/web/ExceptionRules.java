package io.llmdatavault.observability.web;

import java.util.HashMap;
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
        Map<String, ExceptionRule> rules = new HashMap<>();
        byClassName.forEach((name, rule) -> {
            if (ClassUtils.isPresent(name, classLoader)) {
                // A nested class may be written with a dot, its name has a dollar sign.
                Class<?> type = ClassUtils.resolveClassName(name, classLoader);
                requireThrowable(name, type);
                rules.put(type.getName(), rule);
            } else {
                logger.warn(
                        "{}exceptions.\"[{}]\" has no effect: there is no such class on the class path",
                        ProblemProperties.PREFIX,
                        name);
            }
        });
        this.byClassName = Map.copyOf(rules);
    }

    /** Only superclasses are looked at, so a rule for an interface would never be found either. */
    private static void requireThrowable(String name, Class<?> type) {
        if (!Throwable.class.isAssignableFrom(type)) {
            throw ProblemProperties.wrong(
                    "exceptions.\"[" + name + "]\"",
                    "It is no class of exceptions",
                    "the class of an exception, as in " + ProblemProperties.PREFIX
                            + "exceptions.\"[com.acme.FooException]\".status");
        }
    }

    @Nullable
    ExceptionRule find(Throwable throwable) {
        if (byClassName.isEmpty()) {
            return null;
        }
        for (Class<?> type = throwable.getClass(); type != Object.class; type = type.getSuperclass()) {
            ExceptionRule rule = byClassName.get(type.getName());
            if (rule != null) {
                return rule;
            }
        }
        return null;
    }
}
