package io.llmdatavault.observability.web;

import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.logging.PlainText;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How requests are named.
 *
 * @param enabled Whether every request has an id, taken from a header or made up, for logs, errors and the answer.
 * @param header Name of the header that carries the id, in the request and in the answer.
 * @param user What logs and errors say of the authenticated user: none, name or hash.
 */
@ConfigurationProperties(value = "vault.observability.request-id", ignoreUnknownFields = false)
record RequestIdProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("X-Request-Id") String header,
        @DefaultValue("none") UserIds.Form user) {

    /** What RFC 9110, section 5.6.2, allows in a token besides letters and digits. */
    private static final String TOKEN_SIGNS = "!#$%&'*+-.^_`|~";

    RequestIdProperties {
        boolean token = !header.isEmpty() && header.chars().allMatch(RequestIdProperties::isTokenCharacter);
        if (!token) {
            throw ConfigurationError.builder(
                            "vault.observability.request-id.header",
                            "\"" + PlainText.of(header) + "\" cannot be the name of a header")
                    .expectedType("the name of an HTTP header, as in X-Request-Id")
                    .build();
        }
    }

    private static boolean isTokenCharacter(int c) {
        boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        return letterOrDigit || TOKEN_SIGNS.indexOf(c) >= 0;
    }
}
