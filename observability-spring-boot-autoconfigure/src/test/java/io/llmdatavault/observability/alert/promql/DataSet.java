package io.llmdatavault.observability.alert.promql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Series in the notation of promtool's rule tests, and the same for our engine. The first sample of each is at time 0,
 * the next one an interval later.
 *
 * <p>Values are separated by a space: {@code 1}, {@code NaN}, {@code -Inf}, {@code _} (no sample), {@code stale}, and
 * with a count {@code 0+10x5} (six values), {@code 9-3x2}, {@code 7x2} (three values), {@code _x2} (two gaps).
 *
 * @param intervalMillis from one sample to the next
 * @param series values by the text of their labels, {@code up{job="a"}}
 */
public record DataSet(long intervalMillis, Map<String, String> series) implements SeriesSource {

    private static final Pattern SPECIAL_RUN = Pattern.compile("(NaN|[+-]?Inf)x(\\d+)");

    public DataSet {
        series = new LinkedHashMap<>(series);
    }

    /** What promtool is given: it knows no {@code NaNx3}. */
    public static String forPromtool(String values) {
        return SPECIAL_RUN
                .matcher(values)
                .replaceAll(run -> (run.group(1) + " ").repeat(Integer.parseInt(run.group(2)) + 1));
    }

    /** The time of the last value of the longest series. */
    long end() {
        return series.values().stream()
                        .mapToLong(values -> decode(values).size())
                        .max()
                        .orElse(1)
                * intervalMillis;
    }

    @Override
    public List<Series> series(List<LabelMatcher> matchers, long from, long to) {
        List<Series> found = new ArrayList<>();
        series.forEach((labels, values) -> {
            Series decoded = series(LabelText.labels(labels), decode(values));
            if (matchers.stream().allMatch(matcher -> matcher.matches(decoded.labels()))) {
                found.add(window(decoded, from, to));
            }
        });
        return found;
    }

    private Series series(Labels labels, List<Double> values) {
        long[] timestamps = new long[values.size()];
        double[] samples = new double[values.size()];
        int size = 0;
        for (int i = 0; i < values.size(); i++) {
            Double value = values.get(i);
            if (value != null) {
                timestamps[size] = i * intervalMillis;
                samples[size++] = value;
            }
        }
        return new Series(labels, Arrays.copyOf(timestamps, size), Arrays.copyOf(samples, size), 0, size);
    }

    private static Series window(Series series, long from, long to) {
        long[] timestamps = series.timestamps();
        int first = 0;
        while (first < timestamps.length && timestamps[first] < from) {
            first++;
        }
        int last = first;
        while (last < timestamps.length && timestamps[last] <= to) {
            last++;
        }
        return new Series(series.labels(), timestamps, series.values(), first, last);
    }

    /** One element for each interval, {@code null} for a gap. */
    public static List<Double> decode(String notation) {
        List<Double> values = new ArrayList<>();
        for (String item : notation.trim().split(" +")) {
            if (item.startsWith("_")) {
                int gaps = item.length() == 1 ? 1 : Integer.parseInt(item.substring(2));
                for (int i = 0; i < gaps; i++) {
                    values.add(null);
                }
            } else if (item.equals("stale")) {
                values.add(StaleMarker.VALUE);
            } else {
                ramp(item, values);
            }
        }
        return values;
    }

    private static void ramp(String item, List<Double> values) {
        int count = item.indexOf('x');
        if (count < 0) {
            values.add(number(item));
            return;
        }
        int sign = Math.max(item.lastIndexOf('+', count), item.lastIndexOf('-', count));
        double value = number(item.substring(0, sign > 0 ? sign : count));
        double step = sign > 0 ? number(item.substring(sign, count)) : 0;
        int times = Integer.parseInt(item.substring(count + 1));
        for (int i = 0; i <= times; i++) {
            values.add(value);
            value += step; // as promtool does: 0+0.1x9 drifts
        }
    }

    /** A number as Go writes it. */
    public static double number(String text) {
        return switch (text) {
            case "NaN", "+NaN", "-NaN" -> Double.NaN;
            case "Inf", "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /** A value as it is written, of which {@link #decode} makes the same. */
    public static String encode(double value) {
        if (StaleMarker.is(value)) {
            return "stale";
        }
        return Double.isInfinite(value) ? (value > 0 ? "Inf" : "-Inf") : String.valueOf(value);
    }

    /** As case files have it, to be copied there. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("load " + intervalMillis + "ms");
        series.forEach((labels, values) ->
                text.append("\n  ").append(labels).append("  ").append(values));
        return text.toString();
    }
}
