package io.llmdatavault.observability.alert.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.llmdatavault.observability.alert.promql.LabelMatcher;
import io.llmdatavault.observability.alert.promql.LabelMatcher.Operator;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.SelectorReach;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever is written, and whenever, queries give what a simple model gives. */
class SampleStorePropertyTests {

    private static final long INTERVAL = 15_000;

    /** With the look-back that every row keeps in addition. */
    private static final long SHORT = 360_000;

    private static final long LONG = 900_000;

    private static final List<Labels> SERIES = List.of(
            labels("short", "1"), labels("short", "2"), labels("short", "3"), labels("long", "1"), labels("long", "2"));

    private final List<List<LabelMatcher>> queries = List.of(
            List.of(name(Operator.EQUAL, "short")),
            List.of(name(Operator.EQUAL, "long")),
            List.of(name(Operator.EQUAL, "short"), new LabelMatcher("n", Operator.MATCHES, "1|3")),
            List.of(new LabelMatcher("n", Operator.EQUAL, "1")),
            List.of(name(Operator.MATCHES, ".+")));

    private static Labels labels(String name, String number) {
        return Labels.of(Map.of(Labels.METRIC_NAME, name, "n", number));
    }

    private static LabelMatcher name(Operator operator, String value) {
        return new LabelMatcher(Labels.METRIC_NAME, operator, value);
    }

    @Property(tries = 100)
    void answersAsTheModelDoes(@ForAll long seed) {
        new Run(new Random(seed)).run();
    }

    private final class Run {

        private final Random random;

        private final SampleStore store = new SampleStore(
                List.of(
                        new SelectorReach(List.of(name(Operator.EQUAL, "short")), SHORT),
                        new SelectorReach(List.of(name(Operator.EQUAL, "long")), LONG)),
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                100,
                1_000_000);

        private final List<SampleWriter> writers = List.of(
                store.writer("meters", Duration.ofMillis(INTERVAL)),
                store.writer("rules", Duration.ofMillis(INTERVAL)));

        private final List<SampleModel> models = List.of(new SampleModel(), new SampleModel());

        private final Map<Labels, SampleRow> rows = new HashMap<>();

        private long now = 1_000_000_000;

        Run(Random random) {
            this.random = random;
        }

        void run() {
            // So that some series are away for longer than they are kept.
            int[] presence = random.ints(SERIES.size(), 0, 100).toArray();
            for (int tick = 0; tick < 150; tick++) {
                now += INTERVAL + (random.nextInt(8) == 0 ? random.nextInt(200_000) : 0);
                if (random.nextInt(30) == 0) {
                    presence = random.ints(SERIES.size(), 0, 100).toArray();
                }
                if (random.nextInt(20) == 0) {
                    shift(random.nextInt(2_000_000) - 1_000_000);
                }
                for (int writer = 0; writer < 2; writer++) {
                    if (writer == 0 || random.nextInt(5) > 0) {
                        write(writer, presence);
                    }
                }
                compare();
            }
        }

        private void shift(long millis) {
            store.shift(millis);
            models.forEach(model -> model.shift(millis));
            now += millis;
        }

        private void write(int writer, int[] presence) {
            writers.get(writer).begin(now);
            models.get(writer).begin(now);
            for (int i = writer; i < SERIES.size(); i += 2) {
                if (random.nextInt(100) < presence[i]) {
                    write(writer, SERIES.get(i));
                    if (random.nextInt(10) == 0) {
                        write(writer, SERIES.get(i));
                    }
                } else if (random.nextInt(4) == 0) {
                    mark(writer, SERIES.get(i));
                }
            }
            if (random.nextInt(3) == 0) {
                compare();
            }
            boolean markAbsent = random.nextBoolean();
            writers.get(writer).end(markAbsent);
            models.get(writer).end(markAbsent);
        }

        private void write(int writer, Labels labels) {
            SampleRow row = rows.get(labels);
            if (row == null || !row.isKept()) {
                row = writers.get(writer).row(labels);
                assertThat(row).isNotNull();
                assertThat(writers.get(1 - writer).row(labels)).isNull();
                rows.put(labels, row);
            }
            double value = random.nextInt(5) == 0 ? Double.NaN : random.nextInt(1000);
            writers.get(writer).write(row, value);
            models.get(writer).write(labels, value);
        }

        private void mark(int writer, Labels labels) {
            SampleRow row = rows.get(labels);
            if (row != null) {
                writers.get(writer).markEnded(row);
                models.get(writer).mark(labels);
            }
        }

        private void compare() {
            for (List<LabelMatcher> query : queries) {
                long reach = query.contains(name(Operator.EQUAL, "long")) ? LONG : SHORT;
                long from = now - random.nextInt((int) reach + 1);
                long to = from + random.nextInt(300_000);
                Map<Labels, List<String>> expected = new HashMap<>();
                models.forEach(model -> expected.putAll(model.query(query, from, to)));
                assertThat(SampleModel.query(store, query, from, to)).isEqualTo(expected);
            }
            List<SampleRow> kept = new ArrayList<>(rows.values());
            kept.removeIf(row -> !row.isKept());
            assertThat(store.size()).isEqualTo(kept.size());
        }
    }
}
