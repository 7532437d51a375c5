package io.llmdatavault.observability.logging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import net.logstash.logback.argument.StructuredArguments;
import net.logstash.logback.encoder.CompositeJsonEncoder;
import net.logstash.logback.marker.Markers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.MDC;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class JsonFormatTests {

    private static final String JSON = "vault.observability.logging.format=json";

    private final ObjectMapper mapper =
            new ObjectMapper().configure(JsonParser.Feature.STRICT_DUPLICATE_DETECTION, true);

    @Test
    void writesTheMembersInOrder(CapturedOutput output) throws IOException {
        JsonNode line = logged(output, logger -> {
            MDC.put("requestId", "r-1");
            MDC.put("traceId", "t-1");
            MDC.put("spanId", "s-1");
            MDC.put("userId", "u-1");
            MDC.put("tenant", "acme");
            try {
                logger.atInfo()
                        .addKeyValue("size", 42)
                        .addKeyValue("flag", true)
                        .addKeyValue("none", (Object) null)
                        .setCause(new IllegalStateException("broken"))
                        .log("stored {}", "it");
            } finally {
                MDC.clear();
            }
        });
        assertThat(line.fieldNames())
                .toIterable()
                .containsExactly(
                        "timestamp",
                        "level",
                        "message",
                        "target",
                        "thread",
                        "request_id",
                        "trace_id",
                        "span_id",
                        "user_id",
                        "service",
                        "environment",
                        "version",
                        "size",
                        "flag",
                        "none",
                        "tenant",
                        "stack_trace");
        assertThat(Instant.parse(line.get("timestamp").textValue()))
                .isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(line.get("timestamp").textValue()).hasSize("2026-11-21T03:54:11.123456Z".length());
        assertThat(line.get("message").textValue()).isEqualTo("stored it");
        assertThat(line.get("level").textValue()).isEqualTo("INFO");
        assertThat(line.get("target").textValue()).isEqualTo("test.Logger");
        assertThat(line.get("request_id").textValue()).isEqualTo("r-1");
        assertThat(line.get("trace_id").textValue()).isEqualTo("t-1");
        assertThat(line.get("span_id").textValue()).isEqualTo("s-1");
        assertThat(line.get("user_id").textValue()).isEqualTo("u-1");
        assertThat(line.get("service").textValue()).isEqualTo("vault");
        assertThat(line.get("environment").textValue()).isEqualTo("test");
        assertThat(line.get("version").textValue()).isEqualTo("1.2");
        assertThat(line.get("size").intValue()).isEqualTo(42);
        assertThat(line.get("flag").booleanValue()).isTrue();
        assertThat(line.get("stack_trace").textValue())
                .startsWith("java.lang.IllegalStateException: broken")
                .contains("\tat io.llmdatavault");
    }

    @Test
    void leavesAbsentMembersOut(CapturedOutput output) throws IOException {
        JsonNode line = logged(output, logger -> logger.info("hello"));
        assertThat(line.fieldNames())
                .toIterable()
                .containsExactly(
                        "timestamp", "level", "message", "target", "thread", "service", "environment", "version");
    }

    @Test
    void masksByNameAndInText(CapturedOutput output) throws IOException {
        JsonNode line = logged(output, logger -> {
            MDC.put("X-Api-Key", "hunter2");
            try {
                logger.atWarn()
                        .addKeyValue("userPassword", "hunter2")
                        .addKeyValue("nested", Map.of("secret", "hunter2", "list", List.of("token=hunter2")))
                        .addKeyValue("object", new Pojo())
                        .addKeyValue("total_tokens", 12)
                        .addArgument(StructuredArguments.kv("credential", "hunter2"))
                        .addArgument(StructuredArguments.fields(new Pojo()))
                        .addMarker(Markers.append("headers", Map.of("Authorization", "hunter2")))
                        .setCause(new IllegalStateException("password=hunter2", new IOException("token: hunter2")))
                        .log("login with password=hunter2");
            } finally {
                MDC.clear();
            }
        });
        assertThat(line.toString()).doesNotContain("hunter2");
        assertThat(line.get("message").textValue()).isEqualTo("login with password=***");
        assertThat(line.get("nested").get("secret").textValue()).isEqualTo("***");
        assertThat(line.get("object").textValue()).isEqualTo("Pojo[password=***]");
        assertThat(line.get("total_tokens").intValue()).isEqualTo(12);
        assertThat(line.get("credential").textValue()).isEqualTo("***");
        assertThat(line.get("apiKey").textValue()).isEqualTo("***");
        assertThat(line.get("headers").get("Authorization").textValue()).isEqualTo("***");
    }

    @Test
    void writesTimesInStructuredArguments(CapturedOutput output) throws IOException {
        JsonNode line = logged(
                output,
                logger -> logger.info("x", StructuredArguments.keyValue("at", Instant.parse("2026-01-02T03:04:05Z"))));
        assertThat(line.get("at").textValue()).isEqualTo("2026-01-02T03:04:05Z");
    }

    @Test
    void renamesFieldsThatCollideWithAMember(CapturedOutput output) throws IOException {
        JsonNode line = logged(output, logger -> {
            MDC.put("service", "other");
            MDC.put("same", "mdc");
            try {
                logger.atInfo()
                        .addKeyValue("message", "other")
                        .addKeyValue("same", 1)
                        .addKeyValue("same", 2)
                        .addKeyValue("stack_trace", "x")
                        .setCause(new IOException())
                        .log("mine");
            } finally {
                MDC.clear();
            }
        });
        assertThat(line.get("message").textValue()).isEqualTo("mine");
        assertThat(line.get("message_").textValue()).isEqualTo("other");
        assertThat(line.get("service").textValue()).isEqualTo("vault");
        assertThat(line.get("service_").textValue()).isEqualTo("other");
        assertThat(line.get("same").intValue()).isEqualTo(2);
    }

    @Test
    void keepsOneLineWhateverTheTextHolds(CapturedOutput output) throws IOException {
        String text = "a\r\nb\u0085c\u2028d\u2029e\u001b[31mf\u0000g\ud83dh\ud83d\ude00\u007f";
        JsonNode line = logged(
                output, logger -> logger.atInfo().addKeyValue("k\ny", text).log(text));
        assertThat(output.getOut()).doesNotContain("\u0085", "\u2028", "\u2029", "\u001b", "\u0000");
        assertThat(line.get("message").textValue()).isEqualTo(text.replace("\ud83dh", "\ufffdh"));
        assertThat(line.get("k\ny").textValue()).isEqualTo(line.get("message").textValue());
    }

    @Test
    void survivesWhatThrows(CapturedOutput output) throws IOException {
        List<JsonNode> lines = loggedAll(output, logger -> {
            logger.atInfo().addKeyValue("broken", new Broken(logger, false)).log("first {}", new Broken(logger, false));
            logger.info("second", StructuredArguments.kv("broken", new Broken(logger, false)));
            logger.info("third", StructuredArguments.kv("nested", new Broken(logger, true)));
            logger.atInfo().addKeyValue("nested", new Broken(logger, true)).log("fourth");
            logger.info("last");
        });
        assertThat(lines)
                .extracting(line -> line.get("message").textValue())
                .as("what logs while it is logged is dropped by Logback")
                .containsExactly("first [FAILED toString()]", "second", "third", "fourth", "last");
        assertThat(lines.get(0).get("broken").textValue()).isEqualTo("[FAILED toString()]");
        assertThat(lines.get(1).get("broken").textValue()).startsWith("[FAILED to write");
    }

    @Test
    void boundsStackTraces(CapturedOutput output) throws IOException {
        JsonNode line =
                logged(output, logger -> logger.error("failed", new IllegalStateException("x".repeat(100_000))));
        assertThat(line.get("stack_trace").textValue().length()).isBetween(1000, JsonLineFactory.MAX_STACK_TRACE);
    }

    @Test
    void writesJsonIntoTheLogFileToo(CapturedOutput output, @TempDir Path directory) throws IOException {
        Path file = directory.resolve("app.log");
        LogRun.run(logger -> logger.info("hello"), JSON, "logging.file.name=" + file);
        assertThat(Files.readAllLines(file))
                .isNotEmpty()
                .allSatisfy(
                        line -> assertThat(mapper.readTree(line).has("target")).isTrue());
    }

    @Test
    void leavesTheFormatThatTheUserHasSet(CapturedOutput output) {
        LogRun.run(logger -> logger.info("hello"), JSON, "logging.structured.format.console=ecs");
        assertThat(LogRun.lines(output)).singleElement().asString().contains("\"ecs\":{");
    }

    @Test
    void staysWithMaskedPlainLinesWithoutTheLogstashEncoder(CapturedOutput output) {
        LogRun.run(
                new FilteredClassLoader(CompositeJsonEncoder.class), logger -> logger.info("password=hunter2"), JSON);
        assertThat(LogRun.lines(output)).singleElement().asString().endsWith(": password=***");
        assertThat(output)
                .containsOnlyOnce("vault.observability.logging.format has no effect")
                .contains("net.logstash.logback:logstash-logback-encoder");
    }

    @Test
    void writesNoJsonWhenLoggingIsDisabled(CapturedOutput output) {
        LogRun.run(logger -> logger.info("hello"), JSON, "vault.observability.logging.enabled=false");
        assertThat(LogRun.lines(output)).singleElement().asString().doesNotStartWith("{");
    }

    @Test
    void isTheSameFromTheEncoderInAnOwnFile(CapturedOutput output) throws IOException {
        JsonNode line = logged(
                output, logger -> logger.info("password=hunter2"), "logging.config=classpath:logging/json-logback.xml");
        assertThat(line.get("message").textValue()).isEqualTo("password=***");
        assertThat(line.get("service").textValue()).isEqualTo("vault");
        assertThat(output).doesNotContain("own Logback file");
    }

    private JsonNode logged(CapturedOutput output, Consumer<Logger> application, String... keys) throws IOException {
        List<JsonNode> lines = loggedAll(output, application, keys);
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }

    private List<JsonNode> loggedAll(CapturedOutput output, Consumer<Logger> application, String... keys)
            throws IOException {
        List<String> all = new ArrayList<>(List.of(
                JSON,
                "vault.observability.service-name=vault",
                "vault.observability.environment=test",
                "vault.observability.service-version=1.2"));
        all.addAll(List.of(keys));
        LogRun.run(application, all.toArray(String[]::new));
        List<JsonNode> lines = new ArrayList<>();
        for (String line : LogRun.lines(output)) {
            lines.add(mapper.readTree(line));
        }
        return lines;
    }

    /** Readable by Jackson and by {@code toString}. */
    private static final class Pojo {

        public String getApiKey() {
            return "hunter2";
        }

        @Override
        public String toString() {
            return "Pojo[password=hunter2]";
        }
    }

    /** Throws, or logs itself, while a line is being made of it. */
    private record Broken(Logger logger, boolean logs) {

        public String getName() {
            return toString();
        }

        @Override
        public String toString() {
            if (logs) {
                logger.info("within");
                return "fine";
            }
            throw new IllegalStateException("broken");
        }
    }
}
