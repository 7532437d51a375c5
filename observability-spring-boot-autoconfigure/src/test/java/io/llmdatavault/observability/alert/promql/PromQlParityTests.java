package io.llmdatavault.observability.alert.promql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Every expression of {@code src/test/resources/promql} comes to the same here as at promtool: labels, values, being
 * refused, failing. {@link CaseFile} says how to add one.
 */
class PromQlParityTests {

    private static final Path CASES = Path.of("src/test/resources/promql");

    @TestFactory
    List<DynamicNode> comesToTheSameAsAtPromtool() throws IOException {
        PromtoolReferee.assumeInstalled();
        List<Path> files;
        try (Stream<Path> found = Files.list(CASES)) {
            files = found.sorted().toList();
        }
        List<List<PromtoolReferee.Round>> rounds =
                files.stream().map(CaseFile::read).toList();
        List<List<Outcome>> answers =
                PromtoolReferee.ask(rounds.stream().flatMap(List::stream).toList());
        List<DynamicNode> nodes = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < files.size(); i++) {
            List<DynamicNode> tests = new ArrayList<>();
            for (PromtoolReferee.Round round : rounds.get(i)) {
                tests.addAll(tests(round, answers.get(next++)));
            }
            assertThat(tests).as("%s", files.get(i)).isNotEmpty();
            nodes.add(
                    DynamicContainer.dynamicContainer(files.get(i).getFileName().toString(), tests));
        }
        return nodes;
    }

    private static List<DynamicTest> tests(PromtoolReferee.Round round, List<Outcome> answers) {
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            PromtoolReferee.Query query = round.queries().get(i);
            Outcome expected = answers.get(i);
            String name = query.expression() + " at " + query.timestamp() / 1000.0 + " s";
            tests.add(DynamicTest.dynamicTest(name, () -> {
                Outcome actual = Outcome.ofEngine(query.expression(), query.timestamp(), round.data());
                boolean same = actual.kind() == Outcome.Kind.REFUSED
                        ? actual.isSameAs(expected)
                        : Ties.isSame(PromQl.parse(query.expression()), expected, actual);
                if (!same) {
                    fail("%s%n promtool: %s%n engine:   %s%n%s", name, expected, actual, round.data());
                }
            }));
        }
        return tests;
    }
}
