package io.llmdatavault.observability.alert.promql.template;

/**
 * A piece of a template.
 *
 * @param type what it is
 * @param position index of its first character
 * @param text as written
 */
record Token(Type type, int position, String text) {

    /** What a token is. Spaces count inside of actions: {@code $x .y} are two arguments, {@code $x.y} is one. */
    enum Type {
        TEXT,
        LEFT_DELIMITER,
        RIGHT_DELIMITER,
        SPACE,
        KEYWORD,
        IDENTIFIER,
        FIELD,
        VARIABLE,
        DOT,
        NIL,
        BOOLEAN,
        NUMBER,
        CHARACTER,
        STRING,
        RAW_STRING,
        PIPE,
        ASSIGN,
        DECLARE,
        LEFT_PARENTHESIS,
        RIGHT_PARENTHESIS,
        OTHER,
        END
    }

    boolean is(String keyword) {
        return type == Type.KEYWORD && text.equals(keyword);
    }

    /** As messages show it. */
    String described() {
        return type == Type.END
                ? "the end of the template"
                : type == Type.KEYWORD
                        ? "<" + text + ">"
                        : text.length() > 10 ? GoStrings.quote(text.substring(0, 10)) + "..." : GoStrings.quote(text);
    }
}
