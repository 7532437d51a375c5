package io.llmdatavault.sample.servers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How the sample is started beside a server.
 *
 * @param server what runs, and where
 * @param profile the sample's profile for it
 * @param environment what has to be set; empty where the profile's defaults are right
 */
public record Launch(String server, String profile, Map<String, String> environment) {

    public Launch {
        environment = new LinkedHashMap<>(environment);
    }

    @Override
    public String toString() {
        String variables = environment.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue() + " ")
                .collect(Collectors.joining());
        return "# %s%n%sjava -jar sample-app/target/sample-app.jar --spring.profiles.active=demo,%s"
                .formatted(server, variables, profile);
    }
}
