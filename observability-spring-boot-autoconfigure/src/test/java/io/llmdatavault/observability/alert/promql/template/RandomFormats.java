package io.llmdatavault.observability.alert.promql.template;

import java.util.List;
import java.util.Random;

/**
 * Calls of {@code printf} with any flags, widths, precisions, verbs and arguments. Not {@code %p}: where Prometheus has
 * labels in its memory is no question of ours.
 */
final class RandomFormats {

    private static final String FLAGS = "+-# 0";

    private static final String VERBS = "vvTtbcdoOxXqUeEfFgGssz";

    private static final List<String> ARGUMENTS = List.of(
            "$value",
            "$value",
            "42",
            "-7",
            "0",
            "1.5",
            "-0.001234",
            "2.5e20",
            "true",
            "nil",
            "\"text\"",
            "\"\"",
            "$labels.unicode",
            "$labels.quote",
            "$externalLabels",
            "$labels",
            ".",
            "128512");

    private final Random random;

    RandomFormats(long seed) {
        this.random = new Random(seed);
    }

    String next() {
        StringBuilder format = new StringBuilder();
        StringBuilder arguments = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            format.append('|').append(verb());
            arguments.append(' ').append(ARGUMENTS.get(random.nextInt(ARGUMENTS.size())));
        }
        return "{{ printf \"" + format + "\"" + arguments + " }}";
    }

    private String verb() {
        StringBuilder verb = new StringBuilder("%");
        while (random.nextInt(3) == 0) {
            verb.append(FLAGS.charAt(random.nextInt(FLAGS.length())));
        }
        if (random.nextInt(2) == 0) {
            verb.append(1 + random.nextInt(15));
        }
        if (random.nextInt(3) == 0) {
            verb.append('.').append(random.nextInt(10));
        }
        return verb.append(VERBS.charAt(random.nextInt(VERBS.length()))).toString();
    }
}
