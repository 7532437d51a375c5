package io.llmdatavault.observability.health;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Another service that is checked.
 *
 * @param url URL that is asked, http or https. Redirects are not followed.
 * @param method Method of the request, GET or HEAD.
 * @param expectedStatus Statuses that are healthy. Every one of 200 to 299 unless set.
 * @param sslBundle Name of Spring Boot's SSL bundle (spring.ssl.bundle) with whom the service is trusted, and with what this one
 * shows who it is. The JDK's trust store unless set.
 */
record HttpProperties(
        @Nullable String url,
        @DefaultValue("GET") Method method,
        @DefaultValue List<Integer> expectedStatus,
        @Nullable String sslBundle) {

    private static final Set<String> SCHEMES = Set.of("http", "https");

    /** The record itself does not know its name. */
    void requireValid(String name) {
        String key = HealthProperties.PREFIX + "http." + name;
        CheckNames.requireId(key, name);
        if (HealthChecks.isTaken(name)) {
            throw ConfigurationError.builder(key, "The name belongs to another component or to a group")
                    .expectedType("another name, as in billing-service")
                    .build();
        }
        URI uri = requireUrl(key + ".url");
        if (sslBundle != null && !uri.getScheme().equalsIgnoreCase("https")) {
            throw wrong(key + ".url", "It is not https, and there is an ssl-bundle");
        }
        for (int status : expectedStatus) {
            if (status < 100 || status > 599) {
                throw ConfigurationError.builder(key + ".expected-status", "There is no status " + status)
                        .expectedType("numbers from 100 to 599")
                        .build();
            }
        }
    }

    /** The value is not shown: a URL may hold what is secret. */
    private URI requireUrl(String key) {
        if (url == null || url.isBlank()) {
            throw wrong(key, "It is missing");
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException ex) {
            throw wrong(key, "It is no URL");
        }
        if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT))) {
            throw wrong(key, "It is neither http nor https");
        }
        if (uri.getHost() == null) {
            throw wrong(key, "It has no host");
        }
        if (uri.getRawUserInfo() != null) {
            throw wrong(key, "It holds credentials, which would not be sent");
        }
        return uri;
    }

    static String bundleKey(String name) {
        return HealthProperties.PREFIX + "http." + name + ".ssl-bundle";
    }

    private static ConfigurationError wrong(String key, String problem) {
        return ConfigurationError.builder(key, problem)
                .expectedType("a URL, as in https://billing.example.org/status")
                .build();
    }

    @Override
    public String toString() {
        return "HttpProperties[method=" + method + ", expectedStatus=" + expectedStatus + "]";
    }

    /** What a check may send. */
    enum Method {
        GET,
        HEAD
    }
}
