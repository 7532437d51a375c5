package io.llmdatavault.observability.alert.promql.template;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.llmdatavault.observability.alert.promql.CaptureTemplate;
import io.llmdatavault.observability.alert.promql.LabelRegex;
import io.llmdatavault.observability.alert.promql.PromQlException;

/** {@code match} and {@code reReplaceAll}, with the regular expressions of RE2: linear in the text. */
final class RegularExpressions {

    /** Characters of an expression; longer ones could become programs of any size. */
    private static final int MAXIMUM_LENGTH = 1000;

    private RegularExpressions() {}

    static boolean match(Arguments arguments) {
        Pattern pattern = compile(arguments.text(0), "", arguments.limits());
        return find(pattern.matcher(arguments.text(1)), arguments.text(1), 0, arguments.limits());
    }

    static String replaceAll(Arguments arguments) {
        String expression = arguments.text(0);
        String text = arguments.text(2);
        Limits limits = arguments.limits();
        Pattern pattern = compile(expression, "regexp: Compile(" + quoted(expression) + "): ", limits);
        Matcher matcher = pattern.matcher(text);
        StringBuilder out = new StringBuilder();
        int copied = 0;
        int search = 0;
        while (search <= text.length() && find(matcher, text, search, limits)) {
            out.append(text, copied, matcher.start());
            // An empty match right after another one is not replaced.
            if (matcher.end() > copied || matcher.start() == 0) {
                out.append(new CaptureTemplate(arguments.text(1), matcher, limits::work).expand());
            }
            Limits.requireLength(out);
            copied = matcher.end();
            int step = search < text.length() ? Character.charCount(text.codePointAt(search)) : 1;
            search = Math.max(search + step, matcher.end());
        }
        return out.append(text, Math.min(copied, text.length()), text.length()).toString();
    }

    /** Pays for all of the rest, which may have to be read to know that a short match is the one: {@code a.*b|a}. */
    private static boolean find(Matcher matcher, String text, int start, Limits limits) {
        limits.work((text.length() - start + 1L) * matcher.pattern().programSize());
        return matcher.find(start);
    }

    private static Pattern compile(String expression, String context, Limits limits) {
        if (expression.length() > MAXIMUM_LENGTH) {
            throw new ExecutionException("a regular expression is longer than " + MAXIMUM_LENGTH + " characters");
        }
        limits.work(expression.length());
        try {
            Pattern pattern = LabelRegex.pattern(expression);
            limits.work(pattern.programSize());
            return pattern;
        } catch (PromQlException ex) {
            throw new ExecutionException(context + "error parsing regexp: " + problem(expression, ex));
        }
    }

    /** What Go says. */
    private static String problem(String expression, PromQlException refusal) {
        if (!(refusal.getCause() instanceof PatternSyntaxException syntax)) {
            return String.valueOf(refusal.getMessage());
        }
        String problem = syntax.getDescription() + ": `" + syntax.getPattern() + "`";
        return problem.contains("stack underflow") ? "unexpected ): `" + expression + "`" : problem;
    }

    private static String quoted(String expression) {
        return expression.indexOf('`') < 0 ? "`" + expression + "`" : GoStrings.quote(expression);
    }
}
