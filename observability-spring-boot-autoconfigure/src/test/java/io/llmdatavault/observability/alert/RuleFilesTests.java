package io.llmdatavault.observability.alert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.llmdatavault.observability.alert.engine.EvaluationGroup;
import io.llmdatavault.observability.alert.engine.InvalidRule;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Which files a pattern names, and what becomes of those that cannot be read. */
@ExtendWith(OutputCaptureExtension.class)
class RuleFilesTests {

    private static final String ALERTS = "vault.observability.alerts.";

    private Path directory;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(ConfiguredRulesTests.Rules.class)
            .withPropertyValues(ALERTS + "default-rules=false");

    @BeforeEach
    void useDirectory(@TempDir Path temporary) {
        directory = temporary;
    }

    @Test
    void aVolumeOfKubernetesIsReadOnce() throws IOException {
        Path mount = Files.createDirectory(directory.resolve("rules"));
        Path data = Files.createDirectory(mount.resolve("..2026_11_21_10_00_00.123"));
        write(data.resolve("r.yml"), "r");
        write(Files.createDirectory(data.resolve("more")).resolve("s.yml"), "s");
        Files.createSymbolicLink(mount.resolve("..data"), data.getFileName());
        Files.createSymbolicLink(mount.resolve("r.yml"), Path.of("..data/r.yml"));
        Files.createSymbolicLink(mount.resolve("more"), Path.of("..data/more"));
        assertThat(groups(directory + "/**/*.yml"))
                .extracting(EvaluationGroup::source)
                .containsExactly(mount + "/more/s.yml", mount + "/r.yml");
        assertThat(groups(mount + "/*.yml," + mount + "/..data/*.yml," + data + "/r.yml"))
                .extracting(EvaluationGroup::name)
                .containsExactly("r");
    }

    @Test
    void directoriesOfAPatternAreNoFiles() throws IOException {
        write(directory.resolve("a.yml"), "a");
        Files.createDirectory(directory.resolve("b.yml"));
        assertThat(groups(directory + "/*")).extracting(EvaluationGroup::name).containsExactly("a");
    }

    @Test
    void anythingElseThatCannotBeReadIsAnError() throws IOException {
        write(directory.resolve("a.yml"), "a");
        Files.createSymbolicLink(directory.resolve("b.yml"), Path.of("away.yml"));
        runner.withPropertyValues(ALERTS + "rule-files=" + directory + "/*.yml")
                .run(context -> assertThat(ConfiguredRulesTests.error(context.getStartupFailure()))
                        .hasMessageContaining("does not exist: '" + directory + "/*.yml' (" + directory + "/b.yml)"));
    }

    @Test
    void theOthersOfAPatternAreReadWhereThatIsWanted(CapturedOutput output) throws IOException {
        Files.write(directory.resolve("a.yml"), new byte[] {(byte) 0xff});
        Files.createSymbolicLink(directory.resolve("b.yml"), Path.of("away.yml"));
        write(directory.resolve("c.yml"), "c");
        runner.withPropertyValues(ALERTS + "on-invalid-rule=skip", ALERTS + "rule-files=" + directory + "/*.yml")
                .run(context -> {
                    ConfiguredRules rules = context.getBean(ConfiguredRules.class);
                    assertThat(rules.groups()).extracting(EvaluationGroup::name).containsExactly("c");
                    assertThat(rules.invalid())
                            .extracting(InvalidRule::message)
                            .satisfiesExactly(
                                    first -> assertThat(first).contains("does not exist", directory + "/b.yml"),
                                    second -> assertThat(second).contains(directory + "/a.yml:1: ", "UTF-8"));
                });
        assertThat(output.toString().split("An alert rule is left out: ")).hasSize(3);
    }

    /** Reading one would wait for whoever writes. */
    @Test
    @Timeout(20)
    void aPipeIsAnError() throws Exception {
        Path pipe = directory.resolve("a.yml");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        runner.withPropertyValues(ALERTS + "rule-files=" + pipe)
                .run(context -> assertThat(ConfiguredRulesTests.error(context.getStartupFailure()))
                        .hasMessageContaining("names what is no regular file: '" + pipe + "'"));
    }

    @Test
    void aFileThatMayNotBeReadIsAnError() throws IOException {
        Path file = directory.resolve("a.yml");
        write(file, "a");
        Assumptions.assumeTrue(file.toFile().setReadable(false) && !Files.isReadable(file), "root reads everything");
        runner.withPropertyValues(ALERTS + "rule-files=" + directory + "/*.yml")
                .run(context -> assertThat(ConfiguredRulesTests.error(context.getStartupFailure()))
                        .hasMessageContaining("cannot be read: '" + file + "'"));
    }

    @Test
    void aLinkThatLeadsBackLosesNoFile() throws IOException {
        write(directory.resolve("a.yml"), "a");
        Path below = Files.createDirectory(directory.resolve("below"));
        write(below.resolve("b.yml"), "b");
        Files.createSymbolicLink(below.resolve("back"), directory);
        assertThat(groups(directory + "/*.yml"))
                .extracting(EvaluationGroup::name)
                .containsExactly("a");
        assertThat(groups(directory + "/*/*.yml"))
                .extracting(EvaluationGroup::name)
                .containsExactly("b");
        assertThat(groups(directory + "/**/*.yml"))
                .extracting(EvaluationGroup::name)
                .containsExactly("a", "b");
    }

    @Test
    void aDirectoryThatCannotBeReadIsAnErrorWhereThePatternGoesThere(CapturedOutput output, @TempDir Path others)
            throws IOException {
        write(directory.resolve("a.yml"), "a");
        Path unreadable = createPathThatIsTooLong(others);
        assertThat(groups(directory + "/*.yml"))
                .extracting(EvaluationGroup::name)
                .containsExactly("a");
        assertThat(output).doesNotContain("WARN");
        runner.withPropertyValues(ALERTS + "rule-files=" + directory + "/**/*.yml")
                .run(context -> assertThat(ConfiguredRulesTests.error(context.getStartupFailure()))
                        .hasMessageContaining("names what cannot be read: '" + unreadable + "' (")
                        .hasMessageContaining("File name too long"));
        runner.withPropertyValues(ALERTS + "on-invalid-rule=skip", ALERTS + "rule-files=" + directory + "/**/*.yml")
                .run(context -> {
                    ConfiguredRules rules = context.getBean(ConfiguredRules.class);
                    assertThat(rules.groups()).extracting(EvaluationGroup::name).containsExactly("a");
                    assertThat(rules.invalid()).hasSize(1);
                });
    }

    /** So long that nobody can read what is there, root included; made of links, each of them short. */
    private Path createPathThatIsTooLong(Path others) throws IOException {
        String name = "n".repeat(250);
        Path path = directory;
        Path target = directory;
        while (path.toString().length() <= 4096) {
            Path next = Files.createDirectory(others.resolve("d" + path.getNameCount()));
            Files.createSymbolicLink(target.resolve(name), next);
            target = next;
            path = path.resolve(name);
        }
        return path;
    }

    @Test
    void whatIsNoPatternIsAnError() throws IOException {
        write(directory.resolve("a.yml"), "a");
        runner.withPropertyValues(ALERTS + "rule-files=" + directory + "/{a:(}*.yml")
                .run(context -> assertThat(ConfiguredRulesTests.error(context.getStartupFailure()))
                        .hasMessageContaining("cannot be read: '" + directory + "/{a:(}*.yml' ("));
    }

    private List<EvaluationGroup> groups(String locations) {
        List<EvaluationGroup> groups = new ArrayList<>();
        runner.withPropertyValues(ALERTS + "rule-files=" + locations)
                .run(context ->
                        groups.addAll(context.getBean(ConfiguredRules.class).groups()));
        return groups;
    }

    private static void write(Path file, String group) throws IOException {
        Files.writeString(file, "groups: [{name: " + group + ", rules: [{alert: A, expr: up}]}]");
    }
}
