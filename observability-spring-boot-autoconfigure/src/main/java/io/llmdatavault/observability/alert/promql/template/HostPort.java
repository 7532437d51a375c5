package io.llmdatavault.observability.alert.promql.template;

import java.net.URI;
import java.util.regex.Pattern;

/** Addresses such as {@code db.example.com:5432} and {@code [::1]:9090}, taken apart as Go does. */
final class HostPort {

    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");

    private static final Pattern IPV6_GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");

    private HostPort() {}

    static String stripPort(String text) {
        int colon = portColon(text);
        return colon < 0 ? text : host(text, colon);
    }

    /** The first part of a name; an address of numbers stays. */
    static String stripDomain(String text) {
        int colon = portColon(text);
        String host = colon < 0 ? text : host(text, colon);
        if (IPV4.matcher(host).matches() || isIpv6(host)) {
            return text;
        }
        int dot = host.indexOf('.');
        String name = dot < 0 ? host : host.substring(0, dot);
        String port = colon < 0 ? "" : text.substring(colon + 1);
        if (port.isEmpty()) {
            return name;
        }
        return (name.indexOf(':') >= 0 || name.indexOf('%') >= 0 ? "[" + name + "]" : name) + ":" + port;
    }

    /** The path of an address of the web. */
    static String path(String url) {
        try {
            String path = URI.create(url).getPath();
            return path == null ? "" : path;
        } catch (IllegalArgumentException ex) {
            return "";
        }
    }

    private static String host(String text, int colon) {
        return text.startsWith("[") ? text.substring(1, colon - 1) : text.substring(0, colon);
    }

    /** Index of the colon before the port, or -1 if the text is not a host and a port. */
    private static int portColon(String text) {
        int colon = text.lastIndexOf(':');
        boolean bracket = text.startsWith("[");
        int close = text.indexOf(']');
        if (colon < 0 || (bracket ? close < 0 || close + 1 != colon : text.indexOf(':') != colon)) {
            return -1;
        }
        boolean strayBracket =
                text.indexOf('[', bracket ? 1 : 0) >= 0 || text.indexOf(']', bracket ? close + 1 : 0) >= 0;
        return strayBracket ? -1 : colon;
    }

    private static boolean isIpv6(String host) {
        if (host.length() > 45 || host.indexOf(':') < 0) {
            return false;
        }
        // An IPv4 address at the end stands for two groups.
        int last = host.lastIndexOf(':') + 1;
        String address = IPV4.matcher(host.substring(last)).matches() ? host.substring(0, last) + "0:0" : host;
        int gap = address.indexOf("::");
        if (gap < 0) {
            return groups(address) == 8;
        }
        int before = groups(address.substring(0, gap));
        int after = groups(address.substring(gap + 2));
        return before >= 0 && after >= 0 && before + after < 8;
    }

    /** How many groups of digits there are, or -1 if they are not all that. */
    private static int groups(String address) {
        if (address.isEmpty()) {
            return 0;
        }
        String[] groups = address.split(":", -1);
        for (String group : groups) {
            if (!IPV6_GROUP.matcher(group).matches()) {
                return -1;
            }
        }
        return groups.length;
    }
}
