package io.llmdatavault.observability.alert.promql;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code promtool test rules} prints for expressions that did not give what was expected of them:
 *
 * <pre>
 *     expr: "a*2", time: 4m,
 *         exp: {never="given"} 1E+00
 *         got: {x="1"} 3.2E+01, {x="2"} NaN
 *     expr: "nothing", time: 4m,
 *         exp: {never="given"} 1E+00
 *         got: nil
 *     expr: "a +", time: 4m, err: 1:5: parse error: unexpected end of input
 * </pre>
 */
final class PromtoolReport {

    private static final String EXPRESSION = "    expr: ";

    private static final String GOT = "        got: ";

    private final List<String> lines;

    PromtoolReport(List<String> lines) {
        this.lines = lines;
    }

    /** The outcome of each query; an error if the report is not one on exactly these. */
    List<Outcome> outcomes(List<PromtoolReferee.Query> queries) {
        List<Outcome> outcomes = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(EXPRESSION)) {
                assertThat(outcomes).as("promtool reports more").hasSizeLessThan(queries.size());
                LabelText text = new LabelText(line, EXPRESSION.length());
                assertThat(text.quoted())
                        .as("expression that promtool reports on; before it: %s", unread())
                        .isEqualTo(queries.get(outcomes.size()).expression());
                int error = line.indexOf(", err: ", text.position());
                outcomes.add(
                        error < 0
                                ? Outcome.error(Outcome.Kind.FAILED, "promtool did not say what it got")
                                : error(line.substring(error + ", err: ".length())));
            } else if (line.startsWith(GOT)) {
                outcomes.set(outcomes.size() - 1, Outcome.samples(samples(line.substring(GOT.length()))));
            }
        }
        assertThat(outcomes).as("%s", unread()).hasSameSizeAs(queries);
        return outcomes;
    }

    /** The lines that belong to no expression: what promtool says of a data set that it cannot read. */
    private List<String> unread() {
        return lines.stream()
                .filter(line -> !line.isBlank() && !line.startsWith("    "))
                .toList();
    }

    private static Outcome error(String message) {
        if (message.contains("rule result is not a vector or scalar")) {
            return Outcome.error(Outcome.Kind.OTHER_TYPE, message);
        }
        return Outcome.error(message.contains("parse error:") ? Outcome.Kind.REFUSED : Outcome.Kind.FAILED, message);
    }

    private static List<Outcome.Sample> samples(String text) {
        List<Outcome.Sample> samples = new ArrayList<>();
        int position = 0;
        while (position < text.length() && !text.equals("nil")) {
            LabelText reader = new LabelText(text, position);
            Labels labels = reader.labels();
            int end = text.indexOf(',', reader.position());
            end = end < 0 ? text.length() : end;
            samples.add(new Outcome.Sample(
                    labels,
                    DataSet.number(text.substring(reader.position(), end).trim())));
            position = end + 2;
        }
        return samples;
    }
}
