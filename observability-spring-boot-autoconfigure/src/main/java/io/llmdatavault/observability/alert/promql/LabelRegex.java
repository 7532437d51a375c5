package io.llmdatavault.observability.alert.promql;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression of RE2 that matches whole values, in linear time. One that is a choice of literals, the most
 * frequent by far, is a look-up in a set. Public for the templates of rule files alone.
 *
 * @since 0.1.0
 */
public final class LabelRegex {

    private static final String SPECIAL = "\\.+*?()[]{}^$";

    private final @Nullable Set<String> literals;

    private final @Nullable Pattern pattern;

    private final int cost;

    private LabelRegex(@Nullable Set<String> literals, @Nullable Pattern pattern, int cost) {
        this.literals = literals;
        this.pattern = pattern;
        this.cost = cost;
    }

    /**
     * Compiles.
     * @throws PromQlException if the text is no regular expression, or is too large
     */
    static LabelRegex compile(String text) {
        if (text.chars().noneMatch(character -> SPECIAL.indexOf(character) >= 0)) {
            return new LabelRegex(new HashSet<>(Arrays.asList(text.split("\\|", -1))), null, 1);
        }
        return new LabelRegex(null, pattern(text), RegexCost.of(text));
    }

    /**
     * The pattern itself, for who needs its groups.
     * @throws PromQlException if the text is no regular expression, then with its cause, or is too large
     */
    public static Pattern pattern(String text) {
        if (RegexCost.of(text) > RegexCost.MAXIMUM) {
            throw new PromQlException("The regular expression is too large, nests too deeply or repeats too often.");
        }
        try {
            Pattern pattern = Pattern.compile(text);
            if (pattern.namedGroups().size() > text.split("\\(\\?P<", -1).length - 1) {
                // RE2/J reads it, Go does so since 1.22
                throw new PatternSyntaxException("invalid or unsupported Perl syntax", "(?<");
            }
            return pattern;
        } catch (PatternSyntaxException ex) {
            String problem = ex.getDescription().contains("internal") ? "missing opening (" : ex.getDescription();
            PromQlException refusal = new PromQlException("This is no regular expression of RE2: " + problem + ".");
            refusal.initCause(ex);
            throw refusal;
        }
    }

    /** About how many instructions it has. */
    int cost() {
        return cost;
    }

    boolean matches(String value) {
        if (literals != null) {
            return literals.contains(value);
        }
        return pattern != null && pattern.matches(value);
    }
}
