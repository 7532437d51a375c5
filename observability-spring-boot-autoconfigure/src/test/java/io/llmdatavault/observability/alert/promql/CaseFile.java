package io.llmdatavault.observability.alert.promql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text file of series and expressions, one a line:
 *
 * <pre>
 * # what this is about
 * load 15s
 *   up{job="a"}  1x9 stale
 * at 2m 5m
 *   sum(up)
 *   up offset 1m
 * </pre>
 *
 * <p>Every {@code load} starts a data set, with the interval between samples; every expression below an {@code at} is
 * evaluated at each of its times. What is expected is written nowhere: promtool is asked.
 */
final class CaseFile {

    private static final Pattern DURATION_PART = Pattern.compile("(\\d+)(ms|s|m|h|d)");

    private final List<PromtoolReferee.Round> rounds = new ArrayList<>();

    private List<Long> times = List.of();

    private CaseFile() {}

    /** The data sets of a file, each with its expressions. */
    static List<PromtoolReferee.Round> read(Path file) {
        CaseFile cases = new CaseFile();
        try {
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    cases.line(line);
                }
            }
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return cases.rounds;
    }

    private void line(String line) {
        String[] words = line.trim().split(" +");
        if (line.startsWith("load ")) {
            rounds.add(
                    new PromtoolReferee.Round(new DataSet(millis(words[1]), new LinkedHashMap<>()), new ArrayList<>()));
            times = List.of();
        } else if (line.startsWith("at ")) {
            times = List.of(words).subList(1, words.length).stream()
                    .map(CaseFile::millis)
                    .toList();
        } else if (times.isEmpty()) {
            String text = line.trim();
            int end = text.indexOf('}') < 0 ? text.indexOf(' ') : text.lastIndexOf('}') + 1;
            Map<String, String> series = last().data().series();
            series.put(text.substring(0, end), text.substring(end).trim());
        } else {
            times.forEach(time -> last().queries().add(new PromtoolReferee.Query(line.trim(), time)));
        }
    }

    private PromtoolReferee.Round last() {
        return rounds.get(rounds.size() - 1);
    }

    private static long millis(String text) {
        long millis = 0;
        Matcher part = DURATION_PART.matcher(text);
        while (part.lookingAt()) {
            long unit = switch (part.group(2)) {
                case "d" -> 86_400_000;
                case "h" -> 3_600_000;
                case "m" -> 60_000;
                case "s" -> 1000;
                default -> 1;
            };
            millis += Long.parseLong(part.group(1)) * unit;
            part.region(part.end(), text.length());
        }
        if (!part.hitEnd()) {
            throw new IllegalArgumentException("No duration: " + text);
        }
        return millis;
    }
}
