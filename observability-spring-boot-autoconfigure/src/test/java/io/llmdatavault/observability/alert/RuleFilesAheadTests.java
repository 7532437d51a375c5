package io.llmdatavault.observability.alert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.llmdatavault.observability.alert.promql.rulefile.RuleFileReading;
import io.llmdatavault.observability.alert.promql.rulefile.RuleGroup;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.Resource;

import static org.assertj.core.api.Assertions.assertThat;

/** Rule files are read while beans are made, and what is asked for is what has been read. */
class RuleFilesAheadTests {

    private static final String THREAD = "vault-alert-rule-files";

    private static final String FILE =
            "classpath:io/llmdatavault/observability/alert/promql/rulefile/well-known-rules.yml";

    private final List<String> threads = new CopyOnWriteArrayList<>();

    @AfterEach
    void itsThreadEnds() {
        Awaitility.await()
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .doesNotContain(THREAD));
    }

    @Test
    void readsOnItsOwnThreadAndOnce() {
        RuleFilesAhead ahead = started(Map.of(RuleFiles.KEY, FILE));
        RuleProblems problems = new RuleProblems();
        assertThat(ahead.read(List.of(FILE), problems)).hasSize(1);
        assertThat(threads).containsExactly(THREAD);
        assertThat(ahead.read(List.of(FILE), problems)).hasSize(1);
        assertThat(threads).containsExactly(THREAD, Thread.currentThread().getName());
    }

    @Test
    void aListIsReadToo() {
        RuleFilesAhead ahead = started(Map.of(RuleFiles.KEY + "[0]", FILE, RuleFiles.KEY + "[1]", "classpath:no.yml"));
        RuleProblems problems = new RuleProblems();
        assertThat(ahead.read(List.of(FILE, "classpath:no.yml"), problems)).hasSize(1);
        assertThat(problems.settle(AlertProperties.OnInvalidRule.SKIP))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("does not exist: 'classpath:no.yml'"));
        // Once more: a bean may have written what was missing.
        String here = Thread.currentThread().getName();
        assertThat(threads).containsExactly(THREAD, THREAD, here, here);
    }

    @Test
    void aFileThatABeanHasWrittenMeanwhileIsFound(@TempDir Path directory) throws IOException {
        String location = directory + "/*.yml";
        RuleFilesAhead ahead = started(Map.of(RuleFiles.KEY, location));
        itsThreadEnds();
        Files.writeString(directory.resolve("rules.yml"), "groups: []");
        RuleProblems problems = new RuleProblems();
        assertThat(ahead.read(List.of(location), problems)).hasSize(1);
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void aFileThatHasChangedMeanwhileIsReadAgain(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("a.yml"), rules("old"));
        for (String location : List.of(directory + "/*.yml", "file:" + file, " " + file)) {
            Files.writeString(file, rules("old"));
            assertThat(groupsAfter(location, () -> Files.writeString(file, rules("longer"))))
                    .containsExactly("longer");
            Files.writeString(file, rules("old"));
            FileTime modified = Files.getLastModifiedTime(file);
            FileTime later = FileTime.from(modified.toInstant().plusSeconds(60));
            assertThat(groupsAfter(
                            location, () -> Files.setLastModifiedTime(Files.writeString(file, rules("new")), later)))
                    .containsExactly("new");
        }
    }

    @Test
    void aFileThatHasBeenAddedMeanwhileIsReadToo(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("a.yml"), rules("a"));
        assertThat(groupsAfter(directory + "/*.yml", () -> Files.writeString(directory.resolve("b.yml"), rules("b"))))
                .containsExactly("a", "b");
        assertThat(groupsAfter(directory + "/*.yml", () -> Files.delete(directory.resolve("a.yml"))))
                .containsExactly("b");
    }

    @Test
    void aFileThatIsTheSameIsNotReadAgain(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("a.yml"), rules("old"));
        FileTime modified = Files.getLastModifiedTime(file);
        assertThat(groupsAfter(
                        directory + "/*.yml",
                        () -> Files.setLastModifiedTime(Files.writeString(file, rules("new")), modified)))
                .containsExactly("old");
    }

    private List<String> groupsAfter(String location, Change change) throws IOException {
        RuleFilesAhead ahead = started(Map.of(RuleFiles.KEY + "[0]", location));
        itsThreadEnds();
        change.happen();
        return ahead.read(List.of(location), new RuleProblems()).stream()
                .flatMap(reading -> reading.file().groups().stream())
                .map(RuleGroup::name)
                .toList();
    }

    private static String rules(String group) {
        return "groups: [{name: " + group + ", rules: [{alert: A, expr: up}]}]";
    }

    private interface Change {

        void happen() throws IOException;
    }

    @Test
    void otherFilesThanThoseOfThePropertyAreReadWhenTheyAreAskedFor() {
        RuleFilesAhead ahead = started(Map.of(RuleFiles.KEY, "classpath:no.yml"));
        RuleProblems problems = new RuleProblems();
        List<RuleFileReading> readings = new ArrayList<>(ahead.read(List.of(FILE), problems));
        assertThat(readings).hasSize(1);
        assertThat(problems.settle(AlertProperties.OnInvalidRule.FAIL)).isEmpty();
    }

    @Test
    void nothingIsReadWithoutFilesOrWhileCodeIsGenerated() {
        started(Map.of());
        System.setProperty(AbstractAotProcessor.AOT_PROCESSING, "true");
        try {
            started(Map.of(RuleFiles.KEY, FILE));
        } finally {
            System.clearProperty(AbstractAotProcessor.AOT_PROCESSING);
        }
        itsThreadEnds();
        assertThat(threads).isEmpty();
    }

    @Test
    void aPropertyThatIsNoListIsForTheOthersToTell() {
        RuleFilesAhead ahead = started(Map.of(RuleFiles.KEY + "[1]", FILE));
        assertThat(ahead.read(List.of(), new RuleProblems())).isEmpty();
        assertThat(threads).isEmpty();
    }

    @Test
    void nothingIsKeptWhenTheContextEnds() {
        RuleFilesAhead ahead = started(Map.of(RuleFiles.KEY, FILE));
        ahead.destroy();
        assertThat(ahead).extracting("reading").isNull();
    }

    private RuleFilesAhead started(Map<String, Object> properties) {
        ConfigurableEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
        RuleFilesAhead ahead = new RuleFilesAhead(environment, new DefaultResourceLoader() {

            @Override
            public Resource getResource(String location) {
                threads.add(Thread.currentThread().getName());
                return super.getResource(location);
            }
        });
        ahead.postProcessBeanFactory(new DefaultListableBeanFactory());
        return ahead;
    }
}
