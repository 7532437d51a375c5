package io.llmdatavault.observability.web;

import java.net.URI;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.error.ErrorKind;
import io.llmdatavault.observability.error.InternalServerError;
import io.llmdatavault.observability.logging.PlainText;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.logging.LogLevel;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * What problems look like and which failures become one.
 *
 * @param enabled Whether failed requests are answered with problem details.
 * @param typeBaseUri Start of every problem type, to which the slug of the kind is added.
 * @param validationStatus Status of a request that breaks a validation rule, 400 or 422.
 * @param statuses Status by kind of failure, as in rate-limit.
 * @param exceptions What to answer for an exception and its subclasses, by its class name in brackets and quotes.
 * @param logLevels Log level by status, as in 404, 40x or 4xx. The most specific one counts. By default 4xx is info and
 * 5xx is error.
 * @param stackTraceStatuses Comma-separated list of statuses whose log line has the stack trace, as in 503 or 5xx.
 * @param metadataAllowList Comma-separated list of metadata keys of the error context that the body shows.
 * @param realm Realm in the WWW-Authenticate header of a 401.
 * @param paths Comma-separated list of path patterns that are answered with problem details. Empty for all.
 * @param excludePaths Comma-separated list of path patterns that are left to Spring Boot.
 * @param client What HTTP clients do with the problems of other services.
 */
@ConfigurationProperties(value = "vault.observability.problem", ignoreUnknownFields = false)
record ProblemProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("urn:vault:problem:") String typeBaseUri,
        @DefaultValue("400") int validationStatus,
        @DefaultValue Map<String, Integer> statuses,
        @DefaultValue Map<String, ExceptionRule> exceptions,
        @DefaultValue Map<String, LogLevel> logLevels,
        @DefaultValue("5xx") List<String> stackTraceStatuses,
        @DefaultValue List<String> metadataAllowList,
        @DefaultValue("api") String realm,
        @DefaultValue List<String> paths,
        @DefaultValue List<String> excludePaths,
        @DefaultValue Client client) {

    static final String PREFIX = "vault.observability.problem.";

    ProblemProperties {
        requireUri(typeBaseUri);
        if (validationStatus != 400 && validationStatus != 422) {
            throw wrong("validation-status", "It is " + validationStatus, "400 or 422");
        }
        statusByKind(statuses);
        exceptions.forEach(ProblemProperties::requireRule);
        logLevels.keySet().forEach(key -> requireStatusPattern("log-levels." + key, key));
        stackTraceStatuses.forEach(status -> requireStatusPattern("stack-trace-statuses", status));
        metadataAllowList.forEach(ProblemProperties::requireFreeMember);
        requireHeaderText(realm);
        paths.forEach(pattern -> requirePathPattern("paths", pattern));
        excludePaths.forEach(pattern -> requirePathPattern("exclude-paths", pattern));
    }

    Map<ErrorKind, Integer> statusByKind() {
        return statusByKind(statuses);
    }

    private static Map<ErrorKind, Integer> statusByKind(Map<String, Integer> statuses) {
        Map<ErrorKind, Integer> byKind = new EnumMap<>(ErrorKind.class);
        statuses.forEach((slug, status) -> {
            String key = "statuses." + slug;
            ErrorKind kind = findKind(slug).orElseThrow(() -> wrong(key, "There is no such kind", "one of " + slugs()));
            requireErrorStatus(key, status);
            if (byKind.put(kind, status) != null) {
                throw wrong(key, "The kind is there twice", "the kind once, as in " + kind.slug());
            }
        });
        return byKind;
    }

    /** An environment variable loses case and hyphens on its way, so neither counts. */
    private static Optional<ErrorKind> findKind(String slug) {
        String letters = letters(slug);
        return Arrays.stream(ErrorKind.values())
                .filter(kind -> letters(kind.slug()).equals(letters))
                .findFirst();
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    private static String slugs() {
        return Arrays.stream(ErrorKind.values()).map(ErrorKind::slug).collect(Collectors.joining(", "));
    }

    private static void requireUri(String base) {
        // The slug would become a part of the last word, as in problemsnot-found.
        if (!base.isEmpty() && Character.isLetterOrDigit(base.charAt(base.length() - 1))) {
            throw wrong(
                    "type-base-uri",
                    "The word that is added to it would not be apart from it",
                    "a URI that ends in /, # or :, as in https://example.com/problems/");
        }
        try {
            URI.create(base + ErrorKind.INTERNAL.slug());
        } catch (IllegalArgumentException ex) {
            throw wrong(
                    "type-base-uri",
                    "It is no start of a URI",
                    "a URI to which a word can be added, as in https://example.com/problems/");
        }
    }

    private static void requireRule(String className, ExceptionRule rule) {
        String key = "exceptions.\"[" + className + "]\"";
        if (!isClassName(className)) {
            throw wrong(
                    key,
                    "It is no full class name",
                    "the full class name in brackets and quotes, as in " + PREFIX
                            + "exceptions.\"[com.acme.FooException]\".status");
        }
        if (rule.status() != null) {
            requireErrorStatus(key + ".status", rule.status());
        }
        if (rule.code() != null) {
            requireCode(key + ".code", rule.code());
        }
    }

    private static boolean isClassName(String name) {
        String[] parts = name.split("\\.", -1);
        return parts.length > 1
                && Arrays.stream(parts)
                        .allMatch(part -> !part.isEmpty()
                                && Character.isJavaIdentifierStart(part.charAt(0))
                                && part.chars().allMatch(Character::isJavaIdentifierPart));
    }

    private static void requireCode(String key, String code) {
        try {
            InternalServerError.builder("probe").code(code);
        } catch (IllegalArgumentException ex) {
            throw wrong(key, "It is no code", "at most 64 characters in upper snake case, as in INVOICE_LOCKED");
        }
    }

    private static void requireErrorStatus(String key, int status) {
        if (status < 400 || status > 599) {
            throw wrong(key, "It is " + status, "a status of 400 to 599");
        }
    }

    private static void requireStatusPattern(String key, String pattern) {
        if (StatusPattern.parse(pattern).isEmpty()) {
            throw wrong(key, "\"" + PlainText.of(pattern) + "\" is no status", StatusPattern.EXPECTED);
        }
    }

    private static void requireFreeMember(String name) {
        if (!ProblemMembers.isFree(name)) {
            throw wrong(
                    "metadata-allow-list",
                    "\"" + PlainText.of(name) + "\" cannot be the name of a further member",
                    "a name of at most 64 letters, digits and _ that starts with a letter and is none of "
                            + String.join(", ", ProblemMembers.RESERVED));
        }
    }

    private static void requireHeaderText(String realm) {
        if (!realm.chars().allMatch(character -> character >= ' ' && character <= '~')) {
            throw wrong("realm", "It has characters that a header cannot carry", "a name in printable ASCII");
        }
    }

    private static void requirePathPattern(String key, String pattern) {
        try {
            ProblemScope.parse(pattern);
        } catch (PatternParseException ex) {
            throw wrong(key, "\"" + PlainText.of(pattern) + "\" is no path pattern", "a pattern, as in /api/**");
        }
    }

    static ConfigurationError wrong(String key, String message, String expected) {
        return ConfigurationError.builder(PREFIX + key, message)
                .expectedType(expected)
                .build();
    }

    /**
     * What HTTP clients do with the problems of other services.
     *
     * @param enabled Whether clients built by Spring Boot's builders throw the error that a problem stands for.
     */
    record Client(@DefaultValue("false") boolean enabled) {}

    /**
     * What to answer for one exception class and its subclasses. What is left out stays as it would be without the
     * rule.
     *
     * @param kind Kind of failure that the exception stands for.
     * @param status Status of the answer.
     * @param code Code in the body, in upper snake case.
     * @param title Title in the body.
     * @param detail Detail in the body.
     */
    record ExceptionRule(
            @Nullable ErrorKind kind,
            @Nullable Integer status,
            @Nullable String code,
            @Nullable String title,
            @Nullable String detail) {}
}
