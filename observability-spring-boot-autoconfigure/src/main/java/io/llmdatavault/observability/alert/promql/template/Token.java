package io.llmdatavault.observability.alert.promql.template;

/**
 * A piece of a template.
 *
 * @param type what it is
 * @param position index of its first character
 * @param text as written
 */
record Token(TokenType type, int position, String text) {

    boolean is(String keyword) {
        return type == TokenType.KEYWORD && text.equals(keyword);
    }

    /** As messages show it. */
    String described() {
        return type == TokenType.END
                ? "the end of the template"
                : type == TokenType.KEYWORD
                        ? "<" + text + ">"
                        : text.length() > 10 ? GoStrings.quote(text.substring(0, 10)) + "..." : GoStrings.quote(text);
    }
}
