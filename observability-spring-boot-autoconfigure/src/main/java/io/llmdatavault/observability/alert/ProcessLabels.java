package io.llmdatavault.observability.alert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.configuration.ServiceInfo;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The labels that every sample of this process gets, as a Prometheus that scrapes it would add them: {@code job} is the
 * name of the service, {@code instance} where its metrics are found.
 */
final class ProcessLabels implements Supplier<Labels> {

    /** Where Linux has the name of the machine. To ask Java for it may ask a name server, which may hang. */
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private final Environment environment;

    private final Labels externalLabels;

    ProcessLabels(Environment environment, Labels externalLabels) {
        this.environment = environment;
        this.externalLabels = externalLabels;
    }

    @Override
    public Labels get() {
        Map<String, String> labels = new HashMap<>();
        labels.put("job", ServiceInfo.from(environment).name());
        String port = text("local.management.port", "local.server.port");
        labels.put("instance", port.isEmpty() ? host() : host() + ":" + port);
        externalLabels.forEach(labels::put);
        return Labels.of(labels);
    }

    private String host() {
        String variable = text("HOSTNAME", "COMPUTERNAME");
        if (!variable.isEmpty()) {
            return variable;
        }
        try {
            String name = Files.readString(HOST_NAME).strip();
            return name.isEmpty() ? "localhost" : name;
        } catch (IOException | RuntimeException ex) {
            return "localhost";
        }
    }

    private String text(String key, String fallbackKey) {
        String value = environment.getProperty(key);
        String text = StringUtils.hasText(value) ? value : environment.getProperty(fallbackKey);
        return text == null ? "" : text.strip();
    }
}
