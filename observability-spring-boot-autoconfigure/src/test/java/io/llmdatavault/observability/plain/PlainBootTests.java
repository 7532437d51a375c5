package io.llmdatavault.observability.plain;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code vault.observability.enabled=false} leaves what plain Boot has: the beans and property sources of a process
 * with the switch equal those of a process that lacks our classes.
 */
class PlainBootTests {

    @TempDir
    private Path folder;

    @Test
    void switchedOffEqualsPlainBoot() throws Exception {
        List<String> plain = run(classPath(false), "--bean-names.file=" + folder.resolve("plain"));
        List<String> off = run(
                classPath(true), "--bean-names.file=" + folder.resolve("off"), "--vault.observability.enabled=false");
        assertThat(plain).hasSizeGreaterThan(50);
        assertThat(off).containsExactlyInAnyOrderElementsOf(plain);
    }

    @Test
    void switchedOnDoesNot() throws Exception {
        List<String> on = run(classPath(true), "--bean-names.file=" + folder.resolve("on"));
        assertThat(on).anyMatch(name -> name.contains("io.llmdatavault"));
    }

    private static String classPath(boolean withOurs) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String ours = Path.of("target/classes").toAbsolutePath().toString();
        assertThat(classPath).contains(ours);
        return Arrays.stream(classPath.split(File.pathSeparator))
                .filter(entry -> withOurs || !entry.equals(ours))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private List<String> run(String classPath, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                BeanNames.class.getName(),
                "--server.port=0",
                "--spring.main.banner-mode=off"));
        command.addAll(List.of(arguments));
        Path log = folder.resolve("log");
        int exit = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        assertThat(exit).as(Files.readString(log)).isZero();
        return Files.readAllLines(Path.of(arguments[0].substring("--bean-names.file=".length())));
    }
}
