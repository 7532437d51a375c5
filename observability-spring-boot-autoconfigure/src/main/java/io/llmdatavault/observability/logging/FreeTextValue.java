package io.llmdatavault.observability.logging;

import java.util.Locale;
import java.util.Set;

import io.llmdatavault.observability.logging.SensitiveNames.Sensitivity;

/** Where a value in free text starts and ends. In doubt it ends later: hiding too much is the smaller harm. */
final class FreeTextValue {

    private static final int NOTHING = -1;

    /** How far the password of a URL is looked for beyond a slash, which should have been escaped. */
    private static final int MAX_PASSWORD = 256;

    private static final int MAX_SCHEME = 20;

    /** Authorization schemes whose credentials are one word. */
    private static final Set<String> ONE_WORD_SCHEMES =
            Set.of("bearer", "basic", "token", "apikey", "negotiate", "ntlm", "dpop");

    /** Authorization schemes whose credentials are a list. */
    private static final Set<String> LIST_SCHEMES = Set.of("digest", "hawk", "oauth", "signature", "aws4-hmac-sha256");

    private static final String PEM_BEGIN = "-----BEGIN";

    private static final String PEM_END = "-----END";

    private FreeTextValue() {}

    /** The start of the value after a delimiter, inside its quotes; {@link #NOTHING} when the line ends before. */
    static int start(String text, int afterDelimiter) {
        int position = afterDelimiter;
        // ==, =>, ::, := are delimiters too.
        while (position < text.length() && "=:>".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
        while (position < text.length() && isBlank(text.charAt(position))) {
            position++;
        }
        int quote = position;
        while (quote < text.length() && text.charAt(quote) == '\\') {
            quote++;
        }
        if (quote < text.length() && isQuote(text.charAt(quote))) {
            return quote + 1;
        }
        return position < text.length() && !isEnd(text, position) ? position : NOTHING;
    }

    /** The end of the value that starts there, exclusive. */
    static int end(String text, int start, Sensitivity sensitivity) {
        if (start == NOTHING) {
            return NOTHING;
        }
        if (isQuoted(text, start)) {
            return closingQuote(text, start);
        }
        if (text.startsWith(PEM_BEGIN, start)) {
            return pemEnd(text, start);
        }
        char first = text.charAt(start);
        int from = first == '{' || first == '[' || first == '(' ? closingBracket(text, start) : start;
        int end = from;
        while (end < text.length() && !isEnd(text, end)) {
            end++;
        }
        int next = schemeEnd(text, start, end, sensitivity);
        return next > end ? next : withoutClosers(text, from, end);
    }

    static boolean isQuoted(String text, int start) {
        return start > 0 && isQuote(text.charAt(start - 1));
    }

    static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '`';
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /**
     * The quote that closes the value. Inside strings in strings a quote carries {@code 2^n - 1} backslashes, and a
     * literal one {@code 2^(n+1) - 1}.
     */
    private static int closingQuote(String text, int start) {
        char quote = text.charAt(start - 1);
        int level = backslashesBefore(text, start - 1, 0) + 1;
        int backslashes = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                backslashes++;
            } else {
                if (c == quote && backslashes % (2 * level) < level) {
                    return i - Math.min(backslashes, level - 1);
                }
                backslashes = 0;
            }
        }
        return text.length();
    }

    private static int backslashesBefore(String text, int position, int floor) {
        int i = position;
        while (i > floor && text.charAt(i - 1) == '\\') {
            i--;
        }
        return position - i;
    }

    private static int pemEnd(String text, int start) {
        int footer = text.indexOf(PEM_END, start);
        int end = footer < 0 ? NOTHING : text.indexOf("-----", footer + PEM_END.length());
        return end < 0 ? text.length() : end + 5;
    }

    private static int closingBracket(String text, int start) {
        int depth = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                i = closingQuote(text, i + 1);
                while (i < text.length() && text.charAt(i) == '\\') {
                    i++;
                }
            } else if (c == '{' || c == '[' || c == '(') {
                depth++;
            } else if ((c == '}' || c == ']' || c == ')') && --depth == 0) {
                return i + 1;
            }
        }
        return text.length();
    }

    private static boolean isEnd(String text, int position) {
        char c = text.charAt(position);
        if (c <= ' ' || c == ',' || c == ';' || c == '&' || c == '\u0085' || c == '\u2028' || c == '\u2029') {
            return true;
        }
        // A quote in the middle of a password is part of it; one before a separator closes something around the value.
        return isQuote(c)
                && (position + 1 == text.length() || " \t\r\n,;:&)]}>".indexOf(text.charAt(position + 1)) >= 0);
    }

    private static int withoutClosers(String text, int start, int end) {
        int result = end;
        while (result > start && ")]}>\\".indexOf(text.charAt(result - 1)) >= 0) {
            result--;
        }
        return result;
    }

    /** The end of the credentials when the value so far is only their scheme, as in {@code Basic dXNlcjpwYXNz}. */
    private static int schemeEnd(String text, int start, int end, Sensitivity sensitivity) {
        if (end == text.length() || text.charAt(end) != ' ' || end - start > MAX_SCHEME) {
            return NOTHING;
        }
        String scheme = text.substring(start, end).toLowerCase(Locale.ROOT);
        if (LIST_SCHEMES.contains(scheme)) {
            int lineEnd = end;
            while (lineEnd < text.length() && text.charAt(lineEnd) != '\n' && text.charAt(lineEnd) != '\r') {
                lineEnd++;
            }
            return lineEnd;
        }
        if (sensitivity != Sensitivity.CREDENTIALS && !ONE_WORD_SCHEMES.contains(scheme)) {
            return NOTHING;
        }
        int wordStart = end;
        while (wordStart < text.length() && isBlank(text.charAt(wordStart))) {
            wordStart++;
        }
        int wordEnd = wordStart;
        while (wordEnd < text.length() && !isEnd(text, wordEnd)) {
            wordEnd++;
        }
        return withoutClosers(text, wordStart, wordEnd);
    }

    /** The {@code @} that ends the password of a URL; {@link #NOTHING} when it has none. */
    static int urlPasswordEnd(String text, int authority) {
        if (text.startsWith("[", authority)) {
            // An IPv6 address; its colons start no password.
            return NOTHING;
        }
        int at = NOTHING;
        int colon = NOTHING;
        boolean portSoFar = true;
        int limit = Math.min(text.length(), authority + MAX_PASSWORD);
        for (int i = authority; i < limit; i++) {
            char c = text.charAt(i);
            if (c <= ' ' || isQuote(c) || c == '<' || c == '>') {
                break;
            }
            if (c == '@') {
                at = i;
            } else if (c == '/' || c == '?' || c == '#') {
                // Behind a host and its port starts the path. What is no port is a password with a careless slash.
                if (at != NOTHING || colon == NOTHING || portSoFar) {
                    break;
                }
            } else if (c == ':' && colon == NOTHING) {
                colon = i;
            } else if (colon != NOTHING && (c < '0' || c > '9')) {
                portSoFar = false;
            }
        }
        return colon == NOTHING || at < colon ? NOTHING : at;
    }

    static int urlPasswordStart(String text, int authority, int end) {
        return end == NOTHING ? NOTHING : text.indexOf(':', authority) + 1;
    }
}
