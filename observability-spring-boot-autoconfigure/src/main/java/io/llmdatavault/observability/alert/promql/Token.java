package io.llmdatavault.observability.alert.promql;

/**
 * A word or sign of an expression.
 *
 * @param type its kind
 * @param text as it is written; of a string, what it means
 * @param start index of its first character
 * @param end index after its last character
 */
record Token(TokenType type, String text, int start, int end) {

    boolean is(TokenType other) {
        return type == other;
    }
}
