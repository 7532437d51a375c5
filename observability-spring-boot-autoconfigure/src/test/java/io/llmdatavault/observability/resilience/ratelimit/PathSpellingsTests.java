package io.llmdatavault.observability.resilience.ratelimit;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.server.PathContainer;

import static org.assertj.core.api.Assertions.assertThat;

class PathSpellingsTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/downloads%2Fbig.zip",
                "/downloads%2fbig.zip",
                "/downloads%5Cbig.zip",
                "/downloads%5cbig.zip",
                "/downloads\\big.zip",
                "/%2Fdownloads%2F.%2Fbig.zip",
                "/x%2F..%2Fdownloads%2Fbig.zip",
                "/x%5C%2e%2e%5Cdownloads/big.zip",
                "/d%6Fwnloads%2Fbig.zip/"
            })
    void aSlashMayBeHidden(String sent) {
        assertThat(of(sent)).contains("/downloads/big.zip");
    }

    /** Files whose names have such characters stay what they are. */
    @Test
    void isDecodedOnce() {
        assertThat(of("/downloads%252Fbig.zip")).containsOnly("/downloads%252Fbig.zip");
        assertThat(of("/a%2F50%25%3F")).contains("/a/50%25%3F");
    }

    /** As where it maps requests by itself. */
    @Test
    void aBackslashMayComeFromTheContainer() {
        assertThat(PathSpellings.of(PathContainer.parsePath("/free"), "/downloads\\big.zip"))
                .contains(PathContainer.parsePath("/downloads/big.zip"));
    }

    /** What cannot be decoded finds no file; it may still be the way to a handler that does not decode it. */
    @Test
    void whatCannotBeDecodedDoesNotFail() {
        assertThat(of("/downloads%2Fbig.zip;=%zz")).containsOnly("/downloads%2Fbig.zip;=%zz");
    }

    @Test
    void aPlainPathIsReadInOneWay() {
        assertThat(of("/downloads/big.zip")).containsExactly("/downloads/big.zip");
    }

    private static List<String> of(String sent) {
        return PathSpellings.of(PathContainer.parsePath(sent)).stream()
                .map(PathContainer::value)
                .toList();
    }
}
