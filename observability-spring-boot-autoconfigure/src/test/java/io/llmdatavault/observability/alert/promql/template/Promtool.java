package io.llmdatavault.observability.alert.promql.template;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Debian's promtool, the referee. Tests skip where it is missing, but not in CI. */
public final class Promtool {

    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

    private Promtool() {}

    /** What it prints, to both of its outputs. */
    public static String run(String... arguments) throws Exception {
        if (!Boolean.parseBoolean(System.getenv("CI"))) {
            assumeTrue(Files.exists(PROMTOOL), "needs promtool (Debian package prometheus)");
        }
        List<String> command = new ArrayList<>(List.of(PROMTOOL.toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("promtool", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        Files.delete(output);
        return text;
    }

    /** A text as YAML has it between double quotes. */
    public static String quote(String text) {
        return "\""
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t") + "\"";
    }

    /** What stands between the double quotes of Go. */
    public static String unquote(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character != '\\') {
                out.append(character);
                continue;
            }
            char escape = text.charAt(++i);
            switch (escape) {
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case 'r' -> out.append('\r');
                case 'x', 'u' -> {
                    int digits = escape == 'x' ? 2 : 4;
                    out.append((char) Integer.parseInt(text.substring(i + 1, i + 1 + digits), 16));
                    i += digits;
                }
                default -> out.append(escape);
            }
        }
        return out.toString();
    }
}
