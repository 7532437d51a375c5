package io.llmdatavault.observability.health;

import java.util.Set;
import java.util.regex.Pattern;

import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.logging.PlainText;

/** What a component may be called. */
final class CheckNames {

    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private static final String EXPECTED =
            "words of lower-case letters and digits, joined by hyphens, as in search-index";

    /** The groups of the health endpoint, which share their names with components. */
    private static final Set<String> GROUPS = Set.of("liveness", "readiness", "startup");

    private CheckNames() {}

    static boolean isId(String name) {
        return ID.matcher(name).matches();
    }

    static boolean isGroup(String name) {
        return GROUPS.contains(name);
    }

    static void requireId(String key, String name) {
        if (!isId(name)) {
            throw ConfigurationError.builder(key, shown(name) + " is no name of a component")
                    .detail("Name it with " + EXPECTED + ".")
                    .build();
        }
    }

    static void requireName(String beanName, String name) {
        if (!isId(name)) {
            throw ConfigurationError.builder(
                            bean(beanName),
                            "its name() returns %s, which is no name of a component".formatted(shown(name)))
                    .detail("Let its name() return " + EXPECTED + ".")
                    .build();
        }
        if (GROUPS.contains(name)) {
            throw ConfigurationError.builder(
                            bean(beanName),
                            "its name() returns %s, which is the name of a group".formatted(shown(name)))
                    .detail("Let its name() return another name than liveness, readiness and startup.")
                    .build();
        }
    }

    /** How a bean is named where its name() cannot be used. */
    static String bean(String beanName) {
        return "bean '" + beanName + "'";
    }

    /** Relaxed binding takes names that differ in hyphens only for the same. */
    static boolean areEqual(String one, String other) {
        return uniform(one).equals(uniform(other));
    }

    static String uniform(String name) {
        return name.replace("-", "");
    }

    /** A name that may hold anything, fit for one line. */
    static String shown(String name) {
        return "'" + PlainText.of(name) + "'";
    }
}
