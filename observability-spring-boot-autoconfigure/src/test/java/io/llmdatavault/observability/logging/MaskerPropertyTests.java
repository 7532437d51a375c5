package io.llmdatavault.observability.logging;

import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class MaskerPropertyTests {

    private static final List<String> FORMS = List.of(
            "%s=%s",
            "%s = %s",
            "%s: %s",
            "%s:%s",
            "%s=\"%s\"",
            "%s: '%s'",
            "\"%s\":\"%s\"",
            "\"%s\" : \"%s\"",
            "{\"a\":\"{\\\"%s\\\":\\\"%s\\\"}\"}",
            "{\"a\":\"{\\\"b\\\":\\\"{\\\\\\\"%s\\\\\\\":\\\\\\\"%s\\\\\\\"}\\\"}\"}",
            "Authorization: Bearer %2$s",
            "Authorization: Basic %2$s",
            "Bearer %2$s",
            "GET /a?%s=%s&b=c HTTP/1.1",
            "amqp://user:%2$s@host:5672/v",
            "%s=[%s]",
            "\"%s\":[\"x\",\"%s\"]",
            "{%s=%s}");

    private final Masker masker = Masker.from(new MockEnvironment());

    @Property
    void noPlantedSecretSurvives(
            @ForAll("texts") String before,
            @ForAll("names") String name,
            @ForAll("secrets") String secret,
            @ForAll("forms") String form,
            @ForAll("texts") String after) {
        String text = before + " " + form.formatted(name, secret) + " " + after;
        String masked = masker.maskText(text);
        assertThat(masked).doesNotContain(secret);
        assertThat(masker.maskText(masked)).as("masked again").doesNotContain(secret);
        assertThat(masker.mask(name, secret)).doesNotContain(secret);
    }

    @Property
    void survivesAnyText(@ForAll String text, @ForAll("hostile") String hostile) {
        assertThat(masker.maskText(text)).isNotNull();
        assertThat(masker.maskText(hostile)).isNotNull();
        assertThat(masker.mask(text, hostile)).isNotNull();
    }

    @Property
    void returnsTheSameInstanceOfTextWithoutSensitiveNames(@ForAll("clean") String text) {
        assertThat(masker.maskText(text)).isSameAs(text);
    }

    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> entries = Arbitraries.of(
                "password",
                "secret",
                "api_key",
                "apiKey",
                "ApiKey",
                "API_KEY",
                "private-key",
                "access.key",
                "token",
                "credentials",
                "Authorization",
                "passwords");
        Arbitrary<String> prefixes = Arbitraries.of("", "user_", "X-", "my.", "spring.datasource.", "list[0].");
        Arbitrary<String> suffixes = Arbitraries.of("", "_hash", "-value", ".plain", "Value", "2");
        return Combinators.combine(prefixes, entries, suffixes).as((prefix, entry, suffix) -> prefix + entry + suffix);
    }

    /** With a {@code Q}, so that it is neither a count nor part of the surrounding text. */
    @Provide
    Arbitrary<String> secrets() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .withChars("+/=_-.!$%*~^|")
                .ofMinLength(2)
                .ofMaxLength(60)
                .map(secret -> "Q" + secret + "Q")
                // What looks masked already is left alone.
                .filter(secret -> !secret.contains("..."));
    }

    @Provide
    Arbitrary<String> forms() {
        return Arbitraries.of(FORMS);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("ab =:.,;&[]{}()\n\t").ofMaxLength(20);
    }

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.of(
                        "password",
                        "token",
                        "Bearer",
                        "Authorization",
                        "=",
                        ":",
                        "\"",
                        "'",
                        "\\",
                        "://",
                        "@",
                        "[",
                        "{",
                        "]",
                        "}",
                        " ",
                        ",",
                        "-----BEGIN",
                        "Digest ",
                        "\n",
                        "\ud83d",
                        "\ude00",
                        "x",
                        "1234567890123456")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> clean() {
        return Arbitraries.of(
                        "order", "id", "=", ": ", "42", "\"", "/", ",", " ", "path", "{", "}", "http://host/", "\n")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }
}
