package io.llmdatavault.observability.alert.promql;

import java.util.function.LongConsumer;

import com.google.re2j.Matcher;

/**
 * The replacement of {@code label_replace}: text with {@code $1}, {@code ${1}}, {@code $name} and {@code $$}. As in Go,
 * a name is as long as it can be, a group that is not there is empty, and a dollar that begins nothing is a dollar.
 * Public for the templates of rule files alone.
 *
 * @since 0.1.0
 */
public final class CaptureTemplate {

    private final String template;

    private final Matcher matcher;

    private final LongConsumer spend;

    private final StringBuilder expanded = new StringBuilder();

    CaptureTemplate(String template, Matcher matcher, QueryBudget budget) {
        this(template, matcher, budget::spendLabelCharacters);
    }

    /**
     * A replacement for what a matcher has found.
     * @param spend is told of the characters before they are made, and throws when they are too many
     */
    public CaptureTemplate(String template, Matcher matcher, LongConsumer spend) {
        this.template = template;
        this.matcher = matcher;
        this.spend = spend;
    }

    /** The text with what its references stand for. */
    public String expand() {
        int position = 0;
        while (position < template.length()) {
            int dollar = template.indexOf('$', position);
            if (dollar < 0) {
                break;
            }
            append(template.substring(position, dollar));
            position = afterReference(dollar + 1);
        }
        append(template.substring(position));
        return expanded.toString();
    }

    /** Appends what the reference after a dollar stands for, and gives the place after it. */
    private int afterReference(int start) {
        if (template.startsWith("$", start)) {
            append("$");
            return start + 1;
        }
        boolean braces = template.startsWith("{", start);
        int nameStart = braces ? start + 1 : start;
        int nameEnd = nameStart;
        while (nameEnd < template.length() && isNamePart(template.codePointAt(nameEnd))) {
            nameEnd += Character.charCount(template.codePointAt(nameEnd));
        }
        boolean closed = !braces || template.startsWith("}", nameEnd);
        if (nameEnd == nameStart || !closed) {
            append("$");
            return start;
        }
        append(group(template.substring(nameStart, nameEnd)));
        return braces ? nameEnd + 1 : nameEnd;
    }

    private static boolean isNamePart(int character) {
        return Character.isLetter(character) || Character.isDigit(character) || character == '_';
    }

    private String group(String name) {
        Integer number = isNumber(name)
                ? Integer.valueOf(name)
                : matcher.pattern().namedGroups().get(name);
        String text = number == null || number > matcher.groupCount() ? null : matcher.group(number);
        return text == null ? "" : text;
    }

    /** A number without leading zeros, of less than ten digits; all else is a name. */
    private static boolean isNumber(String name) {
        return name.length() < 10
                && name.chars().allMatch(digit -> digit >= '0' && digit <= '9')
                && (name.length() == 1 || name.charAt(0) != '0');
    }

    private void append(String text) {
        spend.accept(text.length());
        expanded.append(text);
    }
}
