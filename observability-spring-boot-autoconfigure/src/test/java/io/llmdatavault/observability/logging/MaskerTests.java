package io.llmdatavault.observability.logging;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.llmdatavault.observability.error.ConfigurationError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class MaskerTests {

    private static final String LONG = "abcd1234efgh5678wxyz";

    private final Masker masker = masker();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "PASSWORD",
                "user_password_hash",
                "passwords",
                "Password2",
                "X-Api-Key",
                "apiKeys",
                "apikey",
                "APIKey",
                "api.key",
                "DB_ACCESS_KEY",
                "privateKey",
                "accessToken",
                "refresh-tokens",
                "awsCredentials",
                "Authorization",
                "Proxy-Authorization",
                "clientSecret",
                "spring.datasource.password",
                "keys[0].secret"
            })
    void masksNamesWhoseWordsContainAnEntry(String name) {
        assertThat(masker.mask(name, "hunter2")).isEqualTo("***");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "passwordless",
                "tokenizer",
                "secretary",
                "key",
                "api",
                "apiKind",
                "accessLog",
                "author",
                "keyApi",
                ""
            })
    void leavesNamesWhoseWordsContainNoEntry(String name) {
        assertThat(masker.mask(name, "hunter2")).isEqualTo("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "api_key, abcd1234efgh5678wxyz, abcd...wxyz",
        "api_key, abcdefgh12345678, abcd...5678",
        "api_key, abcdefgh1234567, ***",
        "token, abcd1234efgh5678wxyz, abcd...wxyz",
        "password, abcd1234efgh5678wxyz, ***",
        "secret_token, abcd1234efgh5678wxyz, ***",
        "private_key, abcd1234efgh5678wxyz, ***",
        "authorization, abcd1234efgh5678wxyz, ***"
    })
    void keepsTheEndsOfLongValuesThatAreNoPasswords(String name, String value, String masked) {
        assertThat(masker.mask(name, value)).isEqualTo(masked);
        assertThat(masker.mask(name, masked)).as("masked again").isEqualTo(masked);
    }

    @Test
    void neverShowsMoreThanHalf() {
        Masker keepsMuch = masker("keep", "64");
        assertThat(keepsMuch.mask("token", "a".repeat(8) + "b".repeat(8))).isEqualTo("aaaa...bbbb");
        assertThat(masker("keep", "0").mask("token", LONG)).isEqualTo("***");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "login failed password=hunter2 for bob | login failed password=*** for bob",
                "login failed password: hunter2, user: bob | login failed password: ***, user: bob",
                "password = hunter2; | password = ***;",
                "password => hunter2 | password => ***",
                "{\"user\":\"bob\",\"password\":\"hunter2\"} | {\"user\":\"bob\",\"password\":\"***\"}",
                "{\"password\": \"hun \\\" ter2\", \"a\": 1} | {\"password\": \"***\", \"a\": 1}",
                "{\\\"password\\\":\\\"hun \\\\\\\" ter2\\\",\\\"a\\\":1} | {\\\"password\\\":\\\"***\\\",\\\"a\\\":1}",
                "password='two words' x | password='***' x",
                "Authorization: Bearer abc.def | Authorization: ***",
                "{Authorization=Basic dXNlcjpwYXNz, Host=a} | {Authorization=***, Host=a}",
                "Authorization: Digest username=\"u\", response=\"r\" | Authorization: ***",
                "sent Bearer abc.def to x | sent Bearer *** to x",
                "BEARER abc | BEARER ***",
                "GET /a?token=abc&page=2 | GET /a?token=***&page=2",
                "postgres://app:hunter2@db:5432/x | postgres://app:***@db:5432/x",
                "jdbc:postgresql://app:hun/ter@2@db/x | jdbc:postgresql://app:***@db/x",
                "\"apiKeys\":[\"abc\",\"d]ef\"],\"n\":1 | \"apiKeys\":***,\"n\":1",
                "User(name=bob, password=hunter2) | User(name=bob, password=***)",
                "password={bcrypt}$2a$10$abc | password=***",
                "API key: hunter2 | API key: ***",
                "headers[X-Api-Key]=abc | headers[X-Api-Key]=***",
                "[X-Api-Key:\"abc\", Host:\"b\"] | [X-Api-Key:\"***\", Host:\"b\"]",
                "private_key: -----BEGIN KEY-----MII -----END KEY----- x | private_key: *** x",
                "token=abcd1234efgh5678wxyz | token=abcd...wxyz",
                "password=\"never closed | password=\"***",
                "{\"msg\":\"password=hunter2\"} | {\"msg\":\"password=***\"}",
            })
    void masksSecretsInText(String text, String masked) {
        assertThat(masker.maskText(text)).isEqualTo(masked);
        assertThat(masker.maskText(masked)).as("masked again").isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Stored record 42 in dataset weather-2026 after 3 attempts; the backend answered within the deadline of 30 s.",
                "orderId=5, path: /records/{id}, at 12:30:45",
                "max_tokens=512 tokens: 17 {\"token\":12} tokenValid=true",
                "password=null",
                "com.acme.InvalidTokenException: The signature is wrong",
                "at com.acme.PasswordEncoder.encode(PasswordEncoder.java:42)",
                "http://localhost:8080/a@b",
                "http://[::1]:8080/a@b",
                "password=***",
                "the password for user: bob",
                "forbearer x"
            })
    void returnsTheSameInstanceOfCleanText(String text) {
        assertThat(masker.maskText(text)).isSameAs(text);
    }

    @Test
    void masksWithinMapsListsAndArrays() {
        Object masked = masker.mask("request", Map.of("headers", Map.of("X-Api-Key", List.of("abc")), "size", 3));
        assertThat(masked).isEqualTo(Map.of("headers", Map.of("X-Api-Key", List.of("***")), "size", 3));
        assertThat(masker.mask("notes", new String[] {"token=abc"})).isEqualTo(List.of("token=***"));
        assertThat(masker.mask("credentials", Map.of("a", "b"))).isEqualTo("***");
        assertThat(masker.mask("password", "hunter2".toCharArray())).isEqualTo("***");
    }

    @Test
    void leavesNumbersAndBooleansOnlyUnderToken() {
        assertThat(masker.mask("total_tokens", (Object) 512)).isEqualTo(512);
        assertThat(masker.mask("tokens", List.of(1, 2))).isEqualTo(List.of(1, 2));
        assertThat(masker.mask("password", (Object) 1234)).isEqualTo("***");
        assertThat(masker.mask("secret_token", (Object) 1234)).isEqualTo("***");
    }

    @Test
    void hidesMapsThatContainThemselves() {
        Map<String, Object> map = new HashMap<>();
        map.put("self", map);
        assertThatNoException().isThrownBy(() -> masker.mask("map", map).toString());
    }

    @Test
    void replacesAndAddsFields() {
        Masker replaced = masker("fields", "pin,identities", "additional-fields", "iban");
        assertThat(replaced.maskText("password=a pin=b IBAN: c identity=d"))
                .isEqualTo("password=a pin=*** IBAN: *** identity=***");
        assertThat(masker("additional-fields", "iban").maskText("password=a iban=b"))
                .isEqualTo("password=*** iban=***");
    }

    @Test
    void masksMatchesOfPatternsOrTheirFirstGroup() {
        Masker patterns = masker("patterns[0]", "\\d{4}-\\d{4}", "patterns[1]", "card (\\w+)");
        assertThat(patterns.maskText("on 1234-5678 with card visa")).isEqualTo("on *** with card ***");
        assertThat(patterns.mask("note", "1234-5678")).isEqualTo("***");
    }

    @Test
    void appliesRulesOfTheApplicationLast() {
        Masker ruled = new Masker(properties(), List.of((name, text) -> name + text.replace("bob", "***")));
        assertThat(ruled.maskText(":bob token=x")).isEqualTo("null:*** token=***");
        assertThat(ruled.mask("user", ":bob")).isEqualTo("user:***");
    }

    @Test
    void hidesEverythingWhenARuleThrows() {
        Masker broken = new Masker(properties(), List.of((name, text) -> {
            throw new IllegalStateException("broken");
        }));
        assertThat(broken.maskText("clean")).isEqualTo("***");
        assertThat(broken.mask("name", "clean")).isEqualTo("***");
        assertThat(broken.mask("name", (Object) List.of("clean"))).isEqualTo(List.of("***"));
    }

    @Test
    void hidesEverythingWhenAPatternOverflowsTheStack() {
        assertThat(masker("patterns", "(a|b)*c").maskText("ab".repeat(100_000))).isEqualTo("***");
    }

    @Test
    void masksNothingWhenDisabled() {
        assertThat(masker("enabled", "false").maskText("password=a")).isEqualTo("password=a");
        assertThat(masker("enabled", "false").mask("password", "a")).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource({
        "keep, -1, keep",
        "keep, 65, keep",
        "patterns, (, patterns[0]",
        "fields, _, fields[0]",
        "additional-fields, -, additional-fields[0]"
    })
    void refusesWrongValuesWithTheFullKey(String key, String value, String named) {
        MockEnvironment environment = environment(key, value);
        assertThatExceptionOfType(ConfigurationError.class)
                .isThrownBy(() -> Masker.from(environment))
                .satisfies(error ->
                        assertThat(error.configKey()).isEqualTo("vault.observability.logging.masking." + named))
                .satisfies(error -> assertThat(error.expectedType()).isPresent());
    }

    @Test
    void isTheSameForTheSameEnvironment() {
        MockEnvironment environment = new MockEnvironment();
        assertThat(Masker.from(environment)).isSameAs(Masker.from(environment));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"",
                "=",
                ":",
                "password=",
                "password=\"",
                "\\",
                "\\\"",
                "://a:",
                "token:[",
                "Bearer ",
                "a ",
                "\"=",
                "\"token\":\\\"",
                "p-",
                "p_a",
                "authorization=a ",
                "password=\"\\",
                "://a:b/",
                "token='",
                "{\"token\":[{"
            })
    void takesLinearTimeOnHostileText(String part) {
        String text = part.repeat(1_000_000 / part.length());
        long start = System.nanoTime();
        masker.maskText(text);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    private static Masker masker(String... keysAndValues) {
        return Masker.from(environment(keysAndValues));
    }

    private static LoggingProperties.Masking properties() {
        return LoggingProperties.from(new MockEnvironment()).masking();
    }

    private static MockEnvironment environment(String... keysAndValues) {
        MockEnvironment environment = new MockEnvironment();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            environment.setProperty("vault.observability.logging.masking." + keysAndValues[i], keysAndValues[i + 1]);
        }
        return environment;
    }
}
