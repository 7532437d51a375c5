package io.llmdatavault.observability.error;

/**
 * The spelling rules of names that leave the service: in metric labels, problem codes and sentences.
 */
final class Names {

    private static final int MAX_LENGTH = 64;

    private Names() {}

    static String requireSnakeCase(String name) {
        return require(name, 'a', 'z', "lower snake case, as in \"my_backend\"");
    }

    static String requireCode(String code) {
        return require(code, 'A', 'Z', "upper snake case, as in \"INVOICE_LOCKED\"");
    }

    private static String require(String name, char firstLetter, char lastLetter, String expected) {
        if (name.length() > MAX_LENGTH || !isSnakeCase(name, firstLetter, lastLetter)) {
            throw new IllegalArgumentException("\"%s\" is not a name of at most %d characters in %s"
                    .formatted(name.substring(0, Math.min(name.length(), MAX_LENGTH)), MAX_LENGTH, expected));
        }
        return name;
    }

    /** Words joined by single underscores. Every error is made through here, so it is no regular expression. */
    private static boolean isSnakeCase(String name, char firstLetter, char lastLetter) {
        boolean inWord = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean isWord = (c >= firstLetter && c <= lastLetter) || (c >= '0' && c <= '9');
            if (!isWord && (c != '_' || !inWord)) {
                return false;
            }
            inWord = isWord;
        }
        return inWord;
    }
}
