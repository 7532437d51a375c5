package io.llmdatavault.observability.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import io.llmdatavault.observability.logging.PlainText;
import org.springframework.web.util.UriUtils;

/**
 * A JSON pointer (RFC 6901, as a URI fragment: section 6) from the path of a property, as in {@code a[0].b}: names
 * separated by dots, indexes and keys in brackets.
 */
final class InputPath {

    private InputPath() {}

    static String pointer(String propertyPath) {
        return pointer(tokens(propertyPath));
    }

    static String pointer(Collection<String> tokens) {
        return tokens.stream().map(token -> "/" + escape(token)).collect(Collectors.joining("", "#", ""));
    }

    private static String escape(String token) {
        String escaped = PlainText.of(token).replace("~", "~0").replace("/", "~1");
        return UriUtils.encodeFragment(escaped, StandardCharsets.UTF_8);
    }

    private static List<String> tokens(String path) {
        List<String> tokens = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        int i = 0;
        while (i < path.length()) {
            char c = path.charAt(i);
            int end = c == '[' ? path.indexOf(']', i) : -1;
            if (end > 0) {
                addName(tokens, name);
                tokens.add(unquote(path.substring(i + 1, end)));
                i = end;
            } else if (c == '.') {
                addName(tokens, name);
            } else {
                name.append(c);
            }
            i++;
        }
        addName(tokens, name);
        return tokens;
    }

    private static void addName(List<String> tokens, StringBuilder name) {
        if (!name.isEmpty()) {
            tokens.add(name.toString());
            name.setLength(0);
        }
    }

    private static String unquote(String key) {
        boolean quoted = key.length() > 1
                && (key.charAt(0) == '\'' || key.charAt(0) == '"')
                && key.charAt(0) == key.charAt(key.length() - 1);
        return quoted ? key.substring(1, key.length() - 1) : key;
    }
}
