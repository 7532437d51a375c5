package io.llmdatavault.observability.alert.promql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asks {@code promtool test rules} what expressions come to. Nothing is expected of promtool but its own answer: each
 * expression is declared to give a sample that nothing gives, so that promtool reports for each, in order, what it got
 * instead; an expression that gives nothing is reported, too, and is not taken for one that was never run.
 *
 * <p>What differs from a Prometheus server: series start at 1970-01-01, are given to the storage in an order that changes
 * from run to run, and a query may touch 10 000 samples at most. Starting a data set takes 20 ms, an expression 0.3 ms.
 */
final class PromtoolReferee {

    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

    /** Also the step of subqueries that name none; one minute is Prometheus' default, too. */
    private static final String EVALUATION_INTERVAL = "1m";

    private static final String NEVER = "{never=\"given\"}";

    private PromtoolReferee() {}

    /**
     * One question.
     *
     * @param expression what to evaluate
     * @param timestamp milliseconds since the epoch
     */
    record Query(String expression, long timestamp) {}

    /**
     * Questions over one data set.
     *
     * @param data the data set
     * @param queries the questions
     */
    record Round(DataSet data, List<Query> queries) {}

    /** Skips the test where promtool is not installed; fails it in CI. */
    static void assumeInstalled() {
        if (!Files.isExecutable(PROMTOOL)) {
            assertThat(System.getenv("CI")).as("promtool is missing").isNotEqualTo("true");
            Assumptions.abort("promtool is not installed");
        }
    }

    /** The answers to the questions of all rounds, in their order. */
    static List<List<Outcome>> ask(List<Round> rounds) {
        StringBuilder test = new StringBuilder("evaluation_interval: " + EVALUATION_INTERVAL + "\ntests:\n");
        List<Query> asked = new ArrayList<>();
        for (Round round : rounds) {
            write(round, test, asked);
        }
        List<Outcome> answers = new PromtoolReport(run(test.toString())).outcomes(asked);
        List<List<Outcome>> outcomes = new ArrayList<>();
        int from = 0;
        for (Round round : rounds) {
            int to = from + round.queries().size();
            outcomes.add(answers.subList(from, to));
            from = to + 1;
        }
        return outcomes;
    }

    private static void write(Round round, StringBuilder test, List<Query> asked) {
        test.append("- interval: ").append(round.data().intervalMillis()).append("ms\n  input_series:\n");
        round.data()
                .series()
                .forEach((series, values) -> test.append("  - series: ")
                        .append(quote(series))
                        .append("\n    values: ")
                        .append(quote(DataSet.forPromtool(values)))
                        .append('\n'));
        test.append("  promql_expr_test:\n");
        List<Query> queries = new ArrayList<>(round.queries());
        // promtool stores samples up to the time of the last query only, and a negative offset looks further.
        queries.add(new Query("vector(1)", round.data().end() + 120_000));
        for (Query query : queries) {
            test.append("  - {expr: ")
                    .append(quote(query.expression()))
                    .append(", eval_time: ")
                    .append(query.timestamp())
                    .append("ms, exp_samples: [{labels: ")
                    .append(quote(NEVER))
                    .append(", value: 1}]}\n");
        }
        asked.addAll(queries);
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(next -> {
            if (next < ' ' || next == '"' || next == '\\' || next == 0x7f) {
                quoted.append("\\u%04x".formatted(next));
            } else {
                quoted.append((char) next);
            }
        });
        return quoted.append('"').toString();
    }

    private static List<String> run(String test) {
        try {
            Path directory = Files.createTempDirectory("promtool");
            Path file = Files.writeString(directory.resolve("test.yml"), test);
            Path output = directory.resolve("output");
            Process process = new ProcessBuilder(PROMTOOL.toString(), "test", "rules", file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.waitFor();
            List<String> lines = Files.readAllLines(output);
            Files.delete(output);
            Files.delete(file);
            Files.delete(directory);
            return lines;
        } catch (IOException ex) {
            throw new IllegalStateException("promtool could not be run", ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("promtool was interrupted", ex);
        }
    }
}
