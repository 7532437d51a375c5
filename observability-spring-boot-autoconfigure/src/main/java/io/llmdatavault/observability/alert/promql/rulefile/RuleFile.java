package io.llmdatavault.observability.alert.promql.rulefile;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.llmdatavault.observability.alert.promql.QueryLimits;

/**
 * A rule file of Prometheus, its expressions and templates parsed. Immutable. Takes what Prometheus 2.42 takes.
 *
 * @param source what messages call it
 * @param groups its groups, in their order
 * @param warnings what Prometheus would refuse, or what can never work
 * @since 0.1.0
 */
public record RuleFile(String source, List<RuleGroup> groups, List<RuleFileProblem> warnings) {

    /** Characters that a file may have. */
    static final int MAXIMUM_LENGTH = 1_048_576;

    private static final String TOO_LONG = "The file is longer than " + MAXIMUM_LENGTH + " characters.";

    public RuleFile {
        groups = List.copyOf(groups);
        warnings = List.copyOf(warnings);
    }

    /**
     * The rules that a text contains.
     * @param text the file, in YAML
     * @param source what messages call it
     * @throws RuleFileException if anything is wrong, with everything that is wrong
     */
    public static RuleFile parse(String text, String source) {
        return parse(text, source, QueryLimits.DEFAULT);
    }

    /**
     * The rules that a text contains, their expressions within the limits of the engine that will evaluate them.
     * @param text the file, in YAML
     * @param source what messages call it
     * @param limits of each expression
     * @throws RuleFileException if anything is wrong, with everything that is wrong
     */
    public static RuleFile parse(String text, String source, QueryLimits limits) {
        return reading(text, source, limits).orThrow();
    }

    private static RuleFileReading reading(String text, String source, QueryLimits limits) {
        return text.length() > MAXIMUM_LENGTH
                ? RuleFileReading.wrong(source, TOO_LONG)
                : new RuleFileReader(source, limits).read(text);
    }

    /**
     * The rules of a file in UTF-8.
     * @param file the file
     * @throws RuleFileException if anything is wrong, with everything that is wrong
     * @throws IOException if it cannot be read for another reason than its encoding
     */
    public static RuleFile read(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return read(reader, file.toString());
        }
    }

    /**
     * The rules that a reader gives, which is not closed.
     * @param reader gives the file, in YAML
     * @param source what messages call it
     * @throws RuleFileException if anything is wrong, with everything that is wrong
     * @throws IOException if it cannot be read for another reason than its encoding
     */
    public static RuleFile read(Reader reader, String source) throws IOException {
        return readLeniently(reader, source).orThrow();
    }

    /**
     * The rules that a reader gives, which is not closed, as far as they are right: one that is wrong is left out, of a
     * group that is wrong all are. Of what is no YAML, nothing is right.
     * @param reader gives the file, in YAML
     * @param source what messages call it
     * @throws IOException if it cannot be read for another reason than its encoding
     */
    public static RuleFileReading readLeniently(Reader reader, String source) throws IOException {
        StringBuilder text = new StringBuilder();
        char[] buffer = new char[8192];
        try {
            for (int length = reader.read(buffer); length >= 0; length = reader.read(buffer)) {
                text.append(buffer, 0, length);
                if (text.length() > MAXIMUM_LENGTH) {
                    return RuleFileReading.wrong(source, TOO_LONG);
                }
            }
        } catch (CharacterCodingException ex) {
            return RuleFileReading.wrong(source, "The file is not in UTF-8. Save it in that encoding.");
        }
        return reading(text.toString(), source, QueryLimits.DEFAULT);
    }
}
