package io.llmdatavault.observability.alert.promql.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.llmdatavault.observability.alert.promql.PromQlException;

/**
 * Cuts a template into tokens. Comments, and the white space next to braces with a hyphen, are left out here; the parser
 * sees neither.
 */
final class Lexer {

    private static final String LEFT = "{{";

    private static final String RIGHT = "}}";

    private static final Set<String> KEYWORDS =
            Set.of("block", "break", "continue", "define", "else", "end", "if", "range", "template", "with");

    private final String text;

    private final List<Token> tokens = new ArrayList<>();

    private int position;

    /** Index of the first character of the token at hand. */
    private int start;

    Lexer(String text) {
        this.text = text;
    }

    List<Token> tokens() {
        while (position < text.length()) {
            text();
        }
        start = position;
        emit(TokenType.END);
        return tokens;
    }

    /** The text up to the next action, and that action. */
    private void text() {
        start = position;
        int left = text.indexOf(LEFT, position);
        int end = left < 0 ? text.length() : left;
        boolean trim = left >= 0 && trimsLeft(left + LEFT.length());
        int textEnd = end;
        while (trim && textEnd > start && isSpace(textEnd - 1)) {
            textEnd--;
        }
        position = textEnd;
        if (textEnd > start) {
            emit(TokenType.TEXT);
        }
        position = end;
        if (left >= 0) {
            action(trim);
        }
    }

    private void action(boolean trim) {
        start = position;
        position += LEFT.length();
        int afterMarker = position + (trim ? 2 : 0);
        if (text.startsWith("/*", afterMarker)) {
            position = afterMarker;
            comment();
            return;
        }
        emit(TokenType.LEFT_DELIMITER);
        position = afterMarker;
        int parentheses = 0;
        while (true) {
            start = position;
            if (atRightDelimiter()) {
                if (parentheses > 0) {
                    throw error("unclosed left parenthesis");
                }
                rightDelimiter();
                return;
            }
            if (position >= text.length()) {
                throw error("unclosed action: write }}");
            }
            token();
            TokenType type = tokens.get(tokens.size() - 1).type();
            parentheses += type == TokenType.LEFT_PARENTHESIS ? 1 : type == TokenType.RIGHT_PARENTHESIS ? -1 : 0;
            if (parentheses < 0) {
                throw error("unexpected right parenthesis");
            }
        }
    }

    private void comment() {
        int end = text.indexOf("*/", position + 2);
        if (end < 0) {
            throw error("unclosed comment: write */}}");
        }
        position = end + 2;
        if (!atRightDelimiter()) {
            throw error("a comment must be followed by }}");
        }
        skipRightDelimiter();
    }

    private void rightDelimiter() {
        emit(TokenType.RIGHT_DELIMITER);
        skipRightDelimiter();
    }

    private void skipRightDelimiter() {
        boolean trim = trimsRight(position);
        position += RIGHT.length() + (trim ? 2 : 0);
        while (trim && position < text.length() && isSpace(position)) {
            position++;
        }
    }

    /** One token inside of an action. */
    private void token() {
        char first = text.charAt(position++);
        switch (first) {
            case ' ', '\t', '\r', '\n' -> {
                // The space before -}} belongs to the delimiter.
                while (position < text.length() && isSpace(position) && !atRightDelimiter()) {
                    position++;
                }
                emit(TokenType.SPACE);
            }
            case '=' -> emit(TokenType.ASSIGN);
            case ':' -> {
                if (!text.startsWith("=", position)) {
                    throw error("expected :=");
                }
                position++;
                emit(TokenType.DECLARE);
            }
            case '|' -> emit(TokenType.PIPE);
            case '(' -> emit(TokenType.LEFT_PARENTHESIS);
            case ')' -> emit(TokenType.RIGHT_PARENTHESIS);
            case '"' -> quoted('"', TokenType.STRING);
            case '\'' -> quoted('\'', TokenType.CHARACTER);
            case '`' -> rawString();
            case '$' -> name(TokenType.VARIABLE);
            case '.' -> {
                if (position < text.length() && isDigit(text.charAt(position))) {
                    number();
                } else if (atTerminator()) {
                    emit(TokenType.DOT);
                } else {
                    name(TokenType.FIELD);
                }
            }
            default -> {
                position--;
                if (first == '+' || first == '-' || isDigit(first)) {
                    number();
                } else if (isAlphanumeric()) {
                    identifier();
                } else {
                    character(first);
                }
            }
        }
    }

    private void character(char character) {
        if (character <= ' ' || character >= 0x7f) {
            throw error("unrecognized character in action");
        }
        position++;
        emit(TokenType.OTHER);
    }

    private void quoted(char quote, TokenType type) {
        while (position < text.length() && text.charAt(position) != '\n') {
            char character = text.charAt(position++);
            if (character == quote) {
                emit(type);
                return;
            }
            if (character == '\\' && position < text.length() && text.charAt(position) != '\n') {
                position++;
            }
        }
        throw error(type == TokenType.STRING ? "unterminated quoted string" : "unterminated character constant");
    }

    private void rawString() {
        int end = text.indexOf('`', position);
        if (end < 0) {
            throw error("unterminated raw quoted string");
        }
        position = end + 1;
        emit(TokenType.RAW_STRING);
    }

    private void name(TokenType type) {
        skipAlphanumeric();
        if (!atTerminator()) {
            throw error("bad character after " + GoStrings.quote(text.substring(start, position)));
        }
        emit(type);
    }

    private void identifier() {
        skipAlphanumeric();
        if (!atTerminator()) {
            throw error("bad character after " + GoStrings.quote(text.substring(start, position)));
        }
        String word = text.substring(start, position);
        emit(
                KEYWORDS.contains(word)
                        ? TokenType.KEYWORD
                        : switch (word) {
                            case "true", "false" -> TokenType.BOOLEAN;
                            case "nil" -> TokenType.NIL;
                            default -> TokenType.IDENTIFIER;
                        });
    }

    /** What may be a number; the parser finds out whether it is. */
    private void number() {
        position = start + (text.charAt(start) == '+' || text.charAt(start) == '-' ? 1 : 0);
        while (position < text.length()) {
            char character = text.charAt(position);
            char before = Character.toLowerCase(text.charAt(position - 1 < start ? start : position - 1));
            boolean exponentSign =
                    (character == '+' || character == '-') && (before == 'p' || (before == 'e' && !hexadecimal()));
            if (character != '.' && !exponentSign && !isAlphanumeric()) {
                break;
            }
            position++;
        }
        emit(TokenType.NUMBER);
    }

    private boolean hexadecimal() {
        int digits = start + (isDigit(text.charAt(start)) ? 0 : 1);
        return text.startsWith("0x", digits) || text.startsWith("0X", digits);
    }

    private void emit(TokenType type) {
        tokens.add(new Token(type, start, text.substring(start, position)));
    }

    private void skipAlphanumeric() {
        while (isAlphanumeric()) {
            position += Character.charCount(text.codePointAt(position));
        }
    }

    /** Whether the character at the position may be part of a name. */
    private boolean isAlphanumeric() {
        if (position >= text.length()) {
            return false;
        }
        int character = text.codePointAt(position);
        return character == '_' || Character.isLetter(character) || Character.isDigit(character);
    }

    private boolean atTerminator() {
        return position >= text.length() || " \t\r\n.,|:)(}".indexOf(text.charAt(position)) >= 0;
    }

    private boolean atRightDelimiter() {
        return text.startsWith(RIGHT, position) || (trimsRight(position) && text.startsWith(RIGHT, position + 2));
    }

    private boolean trimsLeft(int index) {
        return index + 1 < text.length() && text.charAt(index) == '-' && isSpace(index + 1);
    }

    private boolean trimsRight(int index) {
        return index + 1 < text.length() && isSpace(index) && text.charAt(index + 1) == '-';
    }

    private boolean isSpace(int index) {
        return " \t\r\n".indexOf(text.charAt(index)) >= 0;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    private PromQlException error(String message) {
        return PromQlException.at(text, start, message);
    }
}
