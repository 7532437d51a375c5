package io.llmdatavault.observability.alert.promql;

import java.util.Locale;

/** The tokens of an expression as a parser wants them: the current one, and errors that say what was expected instead. */
final class Tokens {

    /** How much of a token an error repeats. */
    private static final int EXCERPT = 40;

    private final String text;

    private final Lexer lexer;

    private Token current;

    Tokens(String text) {
        this.text = text;
        this.lexer = new Lexer(text);
        this.current = lexer.next();
    }

    Token current() {
        return current;
    }

    boolean is(TokenType type) {
        return current.is(type);
    }

    /** Goes on to the next token. Gives the one that was current. */
    Token advance() {
        Token previous = current;
        current = lexer.next();
        return previous;
    }

    /** Goes on if the current token is one of these. */
    boolean accept(TokenType type) {
        if (!is(type)) {
            return false;
        }
        advance();
        return true;
    }

    /** Goes on if the current token is one of these, and throws if not. */
    Token expect(TokenType type) {
        return expect(type, "\"" + type + "\"");
    }

    /** Goes on if the current token is one of these, and throws if not, with what was expected in words. */
    Token expect(TokenType type, String expected) {
        if (!is(type)) {
            throw unexpected(expected);
        }
        return advance();
    }

    PromQlException unexpected(String expected) {
        String unsupported = is(TokenType.IDENTIFIER) ? Unsupported.modifier(current.text()) : null;
        String found = is(TokenType.END) ? "the end" : excerpt(current);
        return error(current, unsupported != null ? unsupported : "expected " + expected + ", but found " + found);
    }

    /** A token as errors name it. */
    String excerpt(Token token) {
        String written = text.substring(token.start(), token.end());
        boolean whole = written.length() <= EXCERPT;
        return token.is(TokenType.STRING)
                ? "a string"
                : '"' + (whole ? written : written.substring(0, EXCERPT) + "…") + '"';
    }

    PromQlException error(Token place, String problem) {
        return PromQlException.at(text, place.start(), problem);
    }

    /** The same problem, with its place. */
    PromQlException error(Token place, PromQlException problem) {
        String sentence = String.valueOf(problem.getMessage());
        String start = sentence.substring(0, 1).toLowerCase(Locale.ROOT);
        return error(place, start + sentence.substring(1, sentence.length() - 1));
    }
}
