package io.llmdatavault.observability.alert;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Where the search for a pattern goes, and where it does not. */
@Timeout(60)
class RuleFileSearchTests {

    private Path directory;

    @BeforeEach
    void useDirectory(@TempDir Path temporary) throws IOException {
        directory = Files.createDirectory(temporary.toRealPath().resolve("rules"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "*.yml",
                "*/*.yml",
                "*/*/*",
                "**",
                "**/*.yml",
                "**/b/*.yml",
                "a/**",
                "a/*.yml",
                "a/**/b/**/*.yml",
                "a**/*.yml",
                "?/*.yml",
                "{x}/?.y*",
                "*/{name:[xy]}.yml",
                "../rules/*.yml",
                "*/../a/*.yml",
                "a//*.yml",
                "a/./*.yml",
                "a/*.yml/",
                "no/*.yml",
                "x.yml/*"
            })
    void findsWhatSpringFinds(String pattern) throws IOException {
        for (String file :
                List.of("x.yml", "a/x.yml", "a/z.yml", "a/b/x.yml", "a/b/c/x.yml", "a/b/b/y.yml", "d/x.yaml")) {
            Files.writeString(
                    Files.createDirectories(directory.resolve(file).getParent())
                            .resolve(directory.resolve(file).getFileName()),
                    "");
        }
        Files.createDirectory(directory.resolve("a/directory.yml"));
        Files.createSymbolicLink(directory.resolve("link"), Path.of("a/b"));
        Files.createSymbolicLink(directory.resolve("away.yml"), Path.of("away"));
        RuleFileSearch search = search(pattern);
        assertThat(search.unreadable()).isEmpty();
        assertThat(search.files()).containsExactlyInAnyOrderElementsOf(springFinds(directory + "/" + pattern));
    }

    private static List<Path> springFinds(String pattern) throws IOException {
        String location = "file:" + Path.of(pattern);
        return Stream.of(new PathMatchingResourcePatternResolver().getResources(location))
                .map(RuleFileSearchTests::path)
                .filter(path -> !Files.isDirectory(path))
                .toList();
    }

    private static Path path(Resource resource) {
        try {
            return resource.getFile().toPath();
        } catch (IOException ex) {
            throw new AssertionError(ex);
        }
    }

    @Test
    void looksAtNothingThatIsDeeperThanThePattern() throws IOException {
        Path below = Files.createDirectories(directory.resolve("a/b"));
        for (int i = 0; i < 10; i++) {
            Files.createFile(below.resolve(i + ".yml"));
        }
        assertThatThrownBy(() -> search("**/*.yml", 4))
                .isInstanceOf(IOException.class)
                .hasMessage("more than 4 files and directories below " + directory);
        assertThat(search("*.yml", 4).files()).isEmpty();
        assertThat(search("*/*.yml", 4).files()).isEmpty();
        assertThat(search("b/**/*.yml", 4).files()).isEmpty();
        assertThat(search("*/c/*.yml", 4).files()).isEmpty();
        assertThat(search("*/*/*.yml", 13).files()).hasSize(10);
    }

    @Test
    void whatCannotBeReadMattersOnlyWhereThePatternGoes() {
        Path below = directory.resolve("a");
        for (String pattern : List.of("*.yml", "b/**/*.yml", "b*/*.yml")) {
            assertThat(failed(pattern, below).unreadable()).isEmpty();
        }
        for (String pattern : List.of("**/*.yml", "*/*.yml", "a*/b/*.yml")) {
            assertThat(failed(pattern, below).unreadable().keySet()).containsExactly(below);
        }
        assertThat(failed("*.yml", directory).unreadable().keySet()).containsExactly(directory);
        assertThat(failed("**/*.yml", directory.resolve("..2026")).unreadable()).isEmpty();
    }

    private RuleFileSearch failed(String pattern, Path path) {
        RuleFileSearch search = new RuleFileSearch(directory + "/" + pattern, RuleFileSearch.MAXIMUM_ENTRIES);
        search.visitFileFailed(path, new AccessDeniedException(path.toString()));
        return search;
    }

    @Test
    void aDirectoryThatIsReadInPartIsUnreadable() throws IOException {
        RuleFileSearch search = new RuleFileSearch(directory + "/*/*.yml", RuleFileSearch.MAXIMUM_ENTRIES);
        search.postVisitDirectory(directory.resolve("a"), new IOException("gone"));
        search.postVisitDirectory(directory.resolve("b"), null);
        assertThat(search.unreadable().keySet()).containsExactly(directory.resolve("a"));
    }

    @Test
    void aDirectoryThatMayNotBeReadIsUnreadable() throws IOException {
        Path closed = Files.createDirectory(directory.resolve("closed"));
        Files.createFile(directory.resolve("a.yml"));
        Assumptions.assumeTrue(
                closed.toFile().setReadable(false) && !Files.isReadable(closed), "root reads everything");
        try {
            assertThat(search("*.yml").unreadable()).isEmpty();
            assertThat(search("**/*.yml").unreadable().keySet()).containsExactly(closed);
            assertThat(search("**/*.yml").files()).containsExactly(directory.resolve("a.yml"));
            assertThat(search("closed/*.yml").unreadable().keySet()).containsExactly(closed);
        } finally {
            assertThat(closed.toFile().setReadable(true)).isTrue();
        }
    }

    @Test
    void aLinkThatLeadsToItselfIsUnreadable() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("link"));
        Files.createSymbolicLink(directory.resolve("away"), Path.of("nowhere"));
        assertThat(search("**/*.yml").unreadable().keySet()).containsExactly(link);
        assertThat(search("*.yml").unreadable()).isEmpty();
    }

    @Test
    void aLinkThatLeadsBackIsNotFollowed() throws IOException {
        Files.createFile(directory.resolveSibling("above.yml"));
        Path file = Files.createFile(directory.resolve("a.yml"));
        Files.createSymbolicLink(directory.resolve("back"), Path.of("."));
        Files.createSymbolicLink(directory.resolve("up"), Path.of(".."));
        Files.createSymbolicLink(directory.resolve("top"), directory.getRoot());
        RuleFileSearch search = search("**/*.yml", 10);
        assertThat(search.files()).containsExactly(file);
        assertThat(search.unreadable()).isEmpty();
    }

    @Test
    void aRootMayBeALink() throws IOException {
        Files.createFile(directory.resolve("a.yml"));
        Path link = Files.createSymbolicLink(directory.resolveSibling("link"), directory);
        RuleFileSearch search = new RuleFileSearch(link + "/**/*.yml", RuleFileSearch.MAXIMUM_ENTRIES);
        search.run();
        assertThat(search.files()).containsExactly(link.resolve("a.yml"));
    }

    @Test
    void directoriesThatAreTooDeepAreUnreadable() throws IOException {
        Path deepest = directory.resolve("d/".repeat(RuleFileSearch.MAXIMUM_DEPTH));
        Files.createDirectories(deepest.resolve("d"));
        assertThat(search("**/*.yml").unreadable().keySet()).containsExactly(deepest);
        assertThat(search("*.yml").unreadable()).isEmpty();
    }

    /** 2^20 ways. */
    @Test
    void endsWhereLinksMakeMuchOfLittle() throws IOException {
        for (int i = 20; i > 0; i--) {
            Path level = Files.createDirectory(directory.resolve("level" + i));
            if (i < 20) {
                Files.createSymbolicLink(level.resolve("a"), directory.resolve("level" + (i + 1)));
                Files.createSymbolicLink(level.resolve("b"), directory.resolve("level" + (i + 1)));
            }
        }
        assertThatThrownBy(() -> search("**/*.yml", 1000)).hasMessageStartingWith("more than 1000 files");
        assertThat(search("*.yml", 1000).files()).isEmpty();
    }

    private RuleFileSearch search(String pattern) throws IOException {
        return search(pattern, RuleFileSearch.MAXIMUM_ENTRIES);
    }

    private RuleFileSearch search(String pattern, int maximumEntries) throws IOException {
        RuleFileSearch search = new RuleFileSearch(directory + "/" + pattern, maximumEntries);
        search.run();
        return search;
    }
}
