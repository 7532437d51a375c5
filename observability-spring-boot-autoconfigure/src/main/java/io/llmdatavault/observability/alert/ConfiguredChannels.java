package io.llmdatavault.observability.alert;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.llmdatavault.observability.alert.notify.Channel;
import io.llmdatavault.observability.alert.notify.LogNotifier;
import io.llmdatavault.observability.alert.notify.Notifier;
import io.llmdatavault.observability.alert.rule.AlertSeverity;
import org.jspecify.annotations.Nullable;

/** The channels of properties and of beans, and the built-in {@code log} unless one of them has its name. */
final class ConfiguredChannels {

    static final String CHANNELS = AlertProperties.PREFIX + ".channels.";

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private static final String LOG = "log";

    private ConfiguredChannels() {}

    static Map<String, Channel> of(AlertProperties properties, Map<String, Notifier> beans) {
        Map<String, Channel> channels = new LinkedHashMap<>();
        Map<String, String> origins = new LinkedHashMap<>();
        ConfiguredRules.requireDistinct(CHANNELS, properties.channels().keySet());
        properties.channels().forEach((name, channel) -> {
            checkName(name, CHANNELS + name);
            origins.put(name, CHANNELS + name);
            channels.put(name, channel(name, channel));
        });
        beans.forEach((bean, notifier) -> {
            String origin = "the bean " + bean;
            String name = name(notifier, origin);
            checkName(name, origin);
            String other = origins.putIfAbsent(name, origin);
            if (other != null) {
                throw ConfiguredRules.error(
                        CHANNELS + name,
                        "is defined twice, by " + other + " and by " + origin,
                        "one channel only, or give one of them another name");
            }
            channels.put(name, new Channel(notifier, Set.of(AlertSeverity.values())));
        });
        channels.putIfAbsent(LOG, new Channel(new LogNotifier(LOG), Set.of(AlertSeverity.values())));
        return channels;
    }

    private static String name(Notifier notifier, String origin) {
        @Nullable String name = notifier.name();
        if (name == null) {
            throw ConfiguredRules.error(
                    AlertProperties.PREFIX + ".channels",
                    "cannot have a channel without a name (in " + origin + ", whose name() returns null)",
                    "a name of lower-case letters and digits, joined by -");
        }
        return name;
    }

    private static Channel channel(String name, AlertProperties.Channel channel) {
        String type = channel.type();
        if (!LOG.equals(type)) {
            throw ConfiguredRules.error(
                    CHANNELS + name + ".type", type == null ? "is missing" : "is not known: '" + type + "'", LOG);
        }
        Set<AlertSeverity> severities = EnumSet.noneOf(AlertSeverity.class);
        for (String severity : channel.severities()) {
            severities.add(ConfiguredRules.choice(CHANNELS + name + ".severities", severity, AlertSeverity.values()));
        }
        if (severities.isEmpty()) {
            severities.addAll(Arrays.asList(AlertSeverity.values()));
        }
        return new Channel(new LogNotifier(name), severities);
    }

    private static void checkName(String name, String origin) {
        if (!NAME.matcher(name).matches()) {
            throw ConfiguredRules.error(
                    CHANNELS + name,
                    "is not the name of a channel: '" + name + "' (in " + origin + ")",
                    "a name of lower-case letters and digits, joined by -");
        }
    }
}
