package io.llmdatavault.observability.alert;

import org.springframework.core.env.Environment;

/** Where the actuator answers, whose requests are not those of users. */
final class ManagementPath {

    private ManagementPath() {}

    /** A path, or nothing where the actuator has none of its own. */
    static String of(Environment environment) {
        String path = environment
                .getProperty("management.endpoints.web.base-path", "/actuator")
                .strip();
        return path.isEmpty() || path.startsWith("/") ? path : "/" + path;
    }
}
