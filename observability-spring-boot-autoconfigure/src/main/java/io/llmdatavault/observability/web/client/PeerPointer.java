package io.llmdatavault.observability.web.client;

import java.util.StringJoiner;

import org.springframework.web.util.UriUtils;

/** Turns the pointer of a problem back into a property path: {@code #/lines/0/city} into {@code lines[0].city}. */
final class PeerPointer {

    private PeerPointer() {}

    static String path(String pointer) {
        StringJoiner path = new StringJoiner(".");
        for (String token : pointer.replaceFirst("^#?/?", "").split("/", -1)) {
            String name = decode(token);
            boolean index = !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
            path.add(index ? "[" + name + "]" : name);
        }
        return path.toString().replace(".[", "[");
    }

    private static String decode(String token) {
        String text = token;
        try {
            text = UriUtils.decode(token, "UTF-8");
        } catch (IllegalArgumentException ex) {
            // Not encoded as it should be: taken as it is.
        }
        return text.replace("~1", "/").replace("~0", "~");
    }
}
