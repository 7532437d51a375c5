package io.llmdatavault.observability.alert.promql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Expressions to test with, good and bad: a file of them, and what random changes make of these. */
final class Expressions {

    private static final Pattern TOKEN = Pattern.compile(
            "\"[^\"]*\"|'[^']*'|`[^`]*`|[A-Za-z_:][A-Za-z0-9_:]*|[0-9.][A-Za-z0-9.]*|[=!<>]=|[=!]~|\\s+|.",
            Pattern.DOTALL);

    private Expressions() {}

    /** One for each line of the file. */
    static List<String> all() {
        try (InputStream stream = Expressions.class.getResourceAsStream("expressions.txt")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** An expression of the file with one to three tokens removed, repeated, swapped or taken from another one. */
    static String mutation(List<String> expressions, Random random) {
        List<String> tokens = tokens(expressions.get(random.nextInt(expressions.size())));
        for (int i = random.nextInt(3); i >= 0 && !tokens.isEmpty(); i--) {
            int place = random.nextInt(tokens.size());
            List<String> others = tokens(expressions.get(random.nextInt(expressions.size())));
            String other = others.get(random.nextInt(others.size()));
            switch (random.nextInt(5)) {
                case 0 -> tokens.remove(place);
                case 1 -> tokens.add(place, tokens.get(random.nextInt(tokens.size())));
                case 2 -> tokens.set(place, tokens.set(random.nextInt(tokens.size()), tokens.get(place)));
                case 3 -> tokens.add(place, other);
                default -> tokens.set(place, other);
            }
        }
        return String.join("", tokens);
    }

    static List<String> tokens(String expression) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(expression);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        return tokens;
    }
}
