package io.llmdatavault.observability.alert.promql;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Data sets for random expressions: always the same metrics and labels, so that expressions find something and partners
 * match, but random values and flaws.
 *
 * <p>Values are multiples of 1/8 below 2^20: their sums are exact, whatever the order, and promtool's changes from run to
 * run.
 */
public final class RandomSeries {

    private static final int SAMPLES = 60;

    private static final List<String> JOBS = List.of("x", "y");

    private static final List<String> PATHS = List.of("1", "2");

    private final Random random;

    public RandomSeries(Random random) {
        this.random = random;
    }

    public DataSet next() {
        Map<String, String> series = new LinkedHashMap<>();
        for (String job : JOBS) {
            for (String path : PATHS) {
                String labels = "{job=\"" + job + "\",path=\"" + path + "\"}";
                series.put("counter" + labels, flawed(counter()));
                series.put("gauge" + labels, flawed(gauge()));
                series.put("level" + labels, flawed(gauge()));
                series.put("odd" + labels, special());
            }
            series.put("info{job=\"" + job + "\",version=\"" + random.nextInt(3) + "\"}", plain("1"));
            buckets(job, series);
        }
        series.put("limit", plain(eighths(random.nextInt(800))));
        series.put("born{job=\"x\"}", "_x" + (20 + random.nextInt(30)) + " " + String.join(" ", counter()));
        series.put("single{job=\"y\"}", "_x" + random.nextInt(SAMPLES) + " " + eighths(random.nextInt(100)));
        return new DataSet(random.nextBoolean() ? 15_000 : 20_000, series);
    }

    private void buckets(String job, Map<String, String> series) {
        int[] totals = new int[4];
        StringBuilder[] values = new StringBuilder[4];
        String[] bounds = {"0.1", "1", "10", "+Inf"};
        for (int i = 0; i < SAMPLES; i++) {
            int cumulative = 0;
            for (int bucket = 0; bucket < 4; bucket++) {
                totals[bucket] += random.nextInt(4);
                cumulative += totals[bucket];
                values[bucket] = values[bucket] == null ? new StringBuilder() : values[bucket].append(' ');
                values[bucket].append(cumulative);
            }
        }
        for (int bucket = 0; bucket < 4; bucket++) {
            boolean missing = bucket < 3 && random.nextInt(10) == 0;
            if (!missing) {
                series.put("size_bucket{job=\"" + job + "\",le=\"" + bounds[bucket] + "\"}", values[bucket].toString());
            }
        }
    }

    private String[] counter() {
        String[] values = new String[SAMPLES];
        int total = random.nextInt(200);
        for (int i = 0; i < SAMPLES; i++) {
            total = random.nextInt(25) == 0 ? random.nextInt(20) : total + random.nextInt(40);
            values[i] = eighths(total * (random.nextInt(3) == 0 ? 8 : 1));
        }
        return values;
    }

    private String[] gauge() {
        String[] values = new String[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            values[i] = eighths(random.nextInt(4000) - (random.nextInt(4) == 0 ? 2000 : 0));
        }
        return values;
    }

    /** Mostly what no honest metric has. */
    private String special() {
        String[] values = new String[SAMPLES];
        String[] rare = {"NaN", "Inf", "-Inf", "0", "stale", "_"};
        for (int i = 0; i < SAMPLES; i++) {
            values[i] = random.nextInt(3) == 0 ? rare[random.nextInt(rare.length)] : eighths(random.nextInt(80) - 40);
        }
        return String.join(" ", values);
    }

    /** One value in some, a stale marker and a gap longer than the look-back in few. */
    private String flawed(String[] values) {
        int kind = random.nextInt(8);
        if (kind == 0) {
            int from = random.nextInt(SAMPLES - 30);
            for (int i = from; i < from + 3 + random.nextInt(27); i++) {
                values[i] = "_";
            }
        } else if (kind == 1) {
            values[random.nextInt(SAMPLES)] = "stale";
        } else if (kind == 2) {
            for (int i = 0; i < 15; i++) {
                values[random.nextInt(SAMPLES)] = "_";
            }
        }
        return String.join(" ", values);
    }

    private static String plain(String value) {
        return value + "x" + (SAMPLES - 1);
    }

    private static String eighths(int count) {
        return String.valueOf(count / 8.0);
    }
}
