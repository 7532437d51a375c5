package io.llmdatavault.observability.alert.promql.rulefile;

import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;

/** No text makes the reader throw anything but its exception. */
class RuleFileFuzzTests {

    private static final List<String> PIECES = List.of(
            "groups",
            ":",
            " ",
            "\n",
            "\n  ",
            "\n    ",
            "- ",
            "name",
            "rules",
            "alert",
            "record",
            "expr",
            "for",
            "labels",
            "annotations",
            "limit",
            "interval",
            "{",
            "}",
            "[",
            "]",
            ",",
            "a",
            "5m",
            "5",
            "up == 0",
            "sum(x",
            "\"",
            "'",
            "|",
            ">",
            "&a ",
            "*a",
            "<<",
            "---\n",
            "!!str ",
            "!x ",
            "#",
            "?",
            "~",
            "null",
            "{{ $value",
            "{{ $value }}",
            "%",
            "\t",
            "\u0000",
            "\ud800",
            "日");

    @Property(tries = 2000)
    void throwsNothingElseForPieces(@ForAll("pieces") String text) {
        read(text);
    }

    @Property(tries = 2000)
    void throwsNothingElseForChangedFiles(@ForAll int from, @ForAll int length, @ForAll("pieces") String piece)
            throws Exception {
        String text = RuleFileParityTests.resource("well-known-rules.yml").substring(0, 3000);
        int start = Math.floorMod(from, text.length());
        int end = Math.min(text.length(), start + Math.floorMod(length, 20));
        read(text.substring(0, start) + piece + text.substring(end));
    }

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.of(PIECES).list().ofMaxSize(40).map(pieces -> String.join("", pieces));
    }

    private static void read(String text) {
        try {
            assertThat(RuleFile.parse(text, "rules.yml").groups()).isNotNull();
        } catch (RuleFileException ex) {
            assertThat(ex.problems())
                    .isNotEmpty()
                    .allSatisfy(problem -> assertThat(problem.line()).isPositive());
        }
    }
}
