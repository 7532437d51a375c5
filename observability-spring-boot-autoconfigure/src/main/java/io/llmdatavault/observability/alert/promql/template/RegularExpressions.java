package io.llmdatavault.observability.alert.promql.template;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.llmdatavault.observability.alert.promql.LabelMatcher;
import io.llmdatavault.observability.alert.promql.PromQlException;
import org.jspecify.annotations.Nullable;

/** {@code match} and {@code reReplaceAll}, with the regular expressions of RE2: linear in the text. */
final class RegularExpressions {

    /** Characters of an expression; longer ones could become programs of any size. */
    private static final int MAXIMUM_LENGTH = 1000;

    private RegularExpressions() {}

    static boolean match(Arguments arguments) {
        Pattern pattern = compile(arguments.text(0), "", arguments.limits());
        return matcher(pattern, arguments.text(1), arguments.limits()).find();
    }

    static String replaceAll(Arguments arguments) {
        String expression = arguments.text(0);
        String text = arguments.text(2);
        Pattern pattern = compile(expression, "regexp: Compile(" + quoted(expression) + "): ", arguments.limits());
        Matcher matcher = matcher(pattern, text, arguments.limits());
        StringBuilder out = new StringBuilder();
        int copied = 0;
        int search = 0;
        while (search <= text.length() && matcher.find(search)) {
            out.append(text, copied, matcher.start());
            // An empty match right after another one is not replaced.
            if (matcher.end() > copied || matcher.start() == 0) {
                expand(arguments.text(1), matcher, out);
            }
            Limits.requireLength(out);
            copied = matcher.end();
            int step = search < text.length() ? Character.charCount(text.codePointAt(search)) : 1;
            search = Math.max(search + step, matcher.end());
        }
        return out.append(text, Math.min(copied, text.length()), text.length()).toString();
    }

    /** Puts in what {@code $1}, {@code ${1}} and {@code $name} stand for. A name is as long as it can be: {@code $1x}. */
    private static void expand(String replacement, Matcher matcher, StringBuilder out) {
        int next = 0;
        while (next < replacement.length()) {
            int dollar = replacement.indexOf('$', next);
            if (dollar < 0) {
                break;
            }
            out.append(replacement, next, dollar);
            next = dollar + 1;
            if (replacement.startsWith("$", next)) {
                out.append('$');
                next++;
                continue;
            }
            boolean brace = replacement.startsWith("{", next);
            int start = next + (brace ? 1 : 0);
            int end = start;
            while (end < replacement.length() && isWord(replacement.codePointAt(end))) {
                end += Character.charCount(replacement.codePointAt(end));
            }
            if (end == start || (brace && !replacement.startsWith("}", end))) {
                out.append('$');
                continue;
            }
            String group = group(matcher, replacement.substring(start, end));
            out.append(group == null ? "" : group);
            next = end + (brace ? 1 : 0);
        }
        out.append(replacement, next, replacement.length());
    }

    private static @Nullable String group(Matcher matcher, String name) {
        if (name.chars().allMatch(character -> character >= '0' && character <= '9')) {
            int group = name.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(name);
            return group <= matcher.groupCount() ? matcher.group(group) : null;
        }
        try {
            return matcher.group(name);
        } catch (IllegalArgumentException ex) {
            return null;
        }
    }

    private static boolean isWord(int character) {
        return character == '_' || Character.isLetter(character) || Character.isDigit(character);
    }

    private static Matcher matcher(Pattern pattern, String text, Limits limits) {
        limits.work((long) text.length() * pattern.programSize());
        return pattern.matcher(text);
    }

    private static Pattern compile(String expression, String context, Limits limits) {
        if (expression.length() > MAXIMUM_LENGTH) {
            throw new ExecutionException("a regular expression is longer than " + MAXIMUM_LENGTH + " characters");
        }
        limits.work(expression.length());
        requireSmall(expression, context);
        try {
            Pattern pattern = Pattern.compile(expression);
            limits.work(pattern.programSize());
            if (pattern.namedGroups().size() > expression.split("\\(\\?P<", -1).length - 1) {
                // Newer than Go 1.19.
                throw new ExecutionException(
                        context + "error parsing regexp: invalid or unsupported Perl syntax: `(?<`");
            }
            return pattern;
        } catch (PatternSyntaxException ex) {
            String problem = ex.getDescription() + ": `" + ex.getPattern() + "`";
            throw new ExecutionException(context + "error parsing regexp: "
                    + (problem.contains("stack underflow") ? "unexpected ): `" + expression + "`" : problem));
        }
    }

    /** Repetitions of repetitions are refused before RE2 expands them; a matcher of labels knows how. */
    private static void requireSmall(String expression, String context) {
        if (expression.indexOf('{') < 0) {
            return;
        }
        try {
            new LabelMatcher("pattern", LabelMatcher.Operator.MATCHES, expression);
        } catch (PromQlException ex) {
            throw new ExecutionException(context + "error parsing regexp: " + ex.getMessage());
        }
    }

    private static String quoted(String expression) {
        return expression.indexOf('`') < 0 ? "`" + expression + "`" : GoStrings.quote(expression);
    }
}
