package io.llmdatavault.observability.web.servlet;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import jakarta.servlet.http.HttpServletResponse;

/** What a handler has said of its answer before it failed. */
final class HalfAnswer {

    private static final Set<String> BODY_HEADERS = Set.of(
            "accept-ranges",
            "content-disposition",
            "content-encoding",
            "content-language",
            "content-length",
            "content-location",
            "content-range",
            "content-type",
            "etag",
            "last-modified",
            "transfer-encoding");

    private HalfAnswer() {}

    /**
     * Takes back what concerns the body: its buffer, its headers, and that a writer was asked for, after which no stream
     * can be. All other headers stay, as those of filters do.
     * @param status the status of the answer that takes its place
     */
    static void withdraw(HttpServletResponse response, int status) {
        Map<String, Collection<String>> kept = new LinkedHashMap<>();
        for (String name : response.getHeaderNames()) {
            if (!concernsBody(name.toLowerCase(Locale.ROOT), status)) {
                kept.put(name, List.copyOf(response.getHeaders(name)));
            }
        }
        response.reset();
        kept.forEach((name, values) -> setAll(response, name, values));
    }

    /** RFC 9110 section 14.4: with 416 the range says how long the resource is, whatever is in the body. */
    private static boolean concernsBody(String name, int status) {
        boolean saysLength =
                name.equals("content-range") && status == HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE;
        return BODY_HEADERS.contains(name) && !saysLength;
    }

    /** In place of what is there: some servers keep cookies through a reset. */
    static void setAll(HttpServletResponse response, String name, Collection<String> values) {
        boolean first = true;
        for (String value : values) {
            if (first) {
                response.setHeader(name, value);
            } else {
                response.addHeader(name, value);
            }
            first = false;
        }
    }
}
