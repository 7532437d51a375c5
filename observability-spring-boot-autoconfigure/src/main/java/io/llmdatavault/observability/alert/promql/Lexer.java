package io.llmdatavault.observability.alert.promql;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Cuts an expression into tokens, one at each call. Keywords are recognised in any case. Inside braces no word is a
 * keyword, inside brackets no colon is part of a word: the two states that the lexer has.
 */
final class Lexer {

    private static final Map<String, TokenType> KEYWORDS = keywords();

    private final String text;

    private int position;

    private boolean inBraces;

    private boolean inBrackets;

    Lexer(String text) {
        this.text = text;
    }

    private static Map<String, TokenType> keywords() {
        Map<String, TokenType> keywords = new HashMap<>();
        for (TokenType type : TokenType.values()) {
            if (type.isKeyword()) {
                keywords.put(type.toString(), type);
            }
        }
        keywords.remove(TokenType.AGGREGATION.toString());
        for (AggregationOperator operator : AggregationOperator.values()) {
            keywords.put(operator.toString(), TokenType.AGGREGATION);
        }
        keywords.put("inf", TokenType.NUMBER);
        keywords.put("nan", TokenType.NUMBER);
        return Map.copyOf(keywords);
    }

    /** The next token; at the end of the text {@link TokenType#END}, again and again. */
    Token next() {
        skipSpaceAndComments();
        int start = position;
        if (start == text.length()) {
            return token(TokenType.END, start);
        }
        char character = text.charAt(start);
        if (isDigit(character) || (character == '.' && isDigit(at(start + 1)))) {
            return numberOrDuration();
        }
        if (isLetter(character) || (character == ':' && !inBrackets && !inBraces)) {
            return word();
        }
        if (character == '"' || character == '\'' || character == '`') {
            return string();
        }
        return sign();
    }

    private void skipSpaceAndComments() {
        while (true) {
            skipSpace();
            if (at(position) != '#') {
                return;
            }
            while (position < text.length() && at(position) != '\n' && at(position) != '\r') {
                position++;
            }
        }
    }

    private void skipSpace() {
        while (isSpace(at(position))) {
            position++;
        }
    }

    private Token word() {
        int start = position;
        boolean colon = false;
        while (isWordCharacter(at(position)) || (at(position) == ':' && !inBraces && !inBrackets)) {
            colon |= at(position++) == ':';
        }
        TokenType type = colon ? TokenType.METRIC_IDENTIFIER : TokenType.IDENTIFIER;
        if (!inBraces && !colon) {
            type = KEYWORDS.getOrDefault(text.substring(start, position).toLowerCase(Locale.ROOT), type);
        }
        return token(type, start);
    }

    /** Whether what it finds is a number that fits or a duration in order, whoever reads the token finds out. */
    private Token numberOrDuration() {
        int start = position;
        boolean hexadecimal = at(position) == '0' && (at(position + 1) | 0x20) == 'x';
        position += hexadecimal ? 2 : 0;
        skipDigits(hexadecimal);
        if (at(position) == '.') {
            position++;
            skipDigits(hexadecimal);
        }
        if ((at(position) | 0x20) == 'e') {
            position++;
            position += at(position) == '+' || at(position) == '-' ? 1 : 0;
            skipDigits(false);
        }
        TokenType type = isWordCharacter(at(position)) ? TokenType.DURATION : TokenType.NUMBER;
        while (isWordCharacter(at(position))) {
            position++;
        }
        return token(type, start);
    }

    private void skipDigits(boolean hexadecimal) {
        while (digit(at(position), hexadecimal ? 16 : 10) >= 0) {
            position++;
        }
    }

    private Token string() {
        int start = position;
        StringBuilder value = new StringBuilder();
        position = GoStrings.unquote(text, start, value);
        return new Token(TokenType.STRING, value.toString(), start, position);
    }

    private Token sign() {
        int start = position;
        char following = at(++position);
        TokenType type = switch (text.charAt(start)) {
            case '(' -> TokenType.LEFT_PARENTHESIS;
            case ')' -> TokenType.RIGHT_PARENTHESIS;
            case '{' -> braces(true);
            case '}' -> braces(false);
            case '[' -> brackets(true);
            case ']' -> brackets(false);
            case ',' -> TokenType.COMMA;
            case ':' -> TokenType.COLON;
            case '@' -> TokenType.AT;
            case '+' -> TokenType.ADD;
            case '-' -> TokenType.SUBTRACT;
            case '*' -> TokenType.MULTIPLY;
            case '/' -> TokenType.DIVIDE;
            case '%' -> TokenType.MODULO;
            case '^' -> TokenType.POWER;
            case '<' -> following == '=' ? TokenType.LESS_OR_EQUAL : TokenType.LESS;
            case '>' -> following == '=' ? TokenType.GREATER_OR_EQUAL : TokenType.GREATER;
            case '=' ->
                following == '=' ? TokenType.EQUAL : following == '~' ? TokenType.MATCHES : TokenType.EQUAL_SIGN;
            case '!' -> following == '=' ? TokenType.NOT_EQUAL : negation(following, start);
            default -> throw unknown(start);
        };
        position = start + type.toString().length();
        return token(type, start);
    }

    private TokenType braces(boolean open) {
        inBraces = open;
        return open ? TokenType.LEFT_BRACE : TokenType.RIGHT_BRACE;
    }

    private TokenType brackets(boolean open) {
        inBrackets = open;
        return open ? TokenType.LEFT_BRACKET : TokenType.RIGHT_BRACKET;
    }

    private TokenType negation(char following, int start) {
        if (following != '~') {
            throw PromQlException.at(text, start, "expected != or !~");
        }
        return TokenType.MATCHES_NOT;
    }

    private PromQlException unknown(int start) {
        String character = GoStrings.quote(Character.toString(text.codePointAt(start)));
        return PromQlException.at(text, start, "nothing in PromQL starts with " + character);
    }

    private Token token(TokenType type, int start) {
        return new Token(type, text.substring(start, position), start, position);
    }

    /** The character there, or 0 after the end, which no token has in it. */
    private char at(int index) {
        return index < text.length() ? text.charAt(index) : 0;
    }

    private static boolean isSpace(char character) {
        return character == ' ' || character == '\t' || character == '\n' || character == '\r';
    }

    private static boolean isWordCharacter(char character) {
        return isLetter(character) || isDigit(character);
    }

    private static boolean isLetter(char character) {
        return character == '_' || (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    }

    /** Only the digits of ASCII are digits. */
    static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    /** What a digit of ASCII is worth, or -1: Java knows the digits of every script. */
    static int digit(char character, int radix) {
        return character < 0x80 ? Character.digit(character, radix) : -1;
    }
}
