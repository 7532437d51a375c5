package io.llmdatavault.observability.alert.promql;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import io.llmdatavault.observability.alert.promql.PromtoolReferee.Query;
import io.llmdatavault.observability.alert.promql.PromtoolReferee.Round;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random expressions over random series come to the same here as at promtool, and broken ones are refused alike. More of
 * them, or others:
 *
 * <pre>
 * ./mvnw -B test -pl observability-spring-boot-autoconfigure -Dtest=RandomParityTests \
 *     -Dpromql.parity.expressions=100000 -Dpromql.parity.seed=7
 * </pre>
 */
class RandomParityTests {

    private static final Logger LOGGER = LoggerFactory.getLogger(RandomParityTests.class);

    private static final int EXPRESSIONS = Integer.getInteger("promql.parity.expressions", 4000);

    private static final long SEED = Long.getLong("promql.parity.seed", 1);

    /** promtool takes 20 ms for a data set and 0.3 ms for an expression. */
    private static final int PER_DATA_SET = 50;

    private static final int DATA_SETS_PER_RUN = 60;

    private static final int SHOWN = 10;

    private final Random random = new Random(SEED);

    private final Map<String, Integer> constructs = new TreeMap<>();

    private final Map<Result, Integer> results = new EnumMap<>(Result.class);

    private final List<String> differences = new ArrayList<>();

    private enum Result {
        SAME_SAMPLES,
        BOTH_EMPTY,
        BOTH_FAIL,
        BOTH_REFUSE,
        DIFFERENT
    }

    @Test
    void randomExpressionsComeToTheSame() {
        PromtoolReferee.assumeInstalled();
        for (int asked = 0; asked < EXPRESSIONS; asked += PER_DATA_SET * DATA_SETS_PER_RUN) {
            int dataSets = Math.min(DATA_SETS_PER_RUN, (EXPRESSIONS - asked + PER_DATA_SET - 1) / PER_DATA_SET);
            List<Round> rounds = new ArrayList<>();
            for (int i = 0; i < dataSets; i++) {
                rounds.add(round(new RandomExpressions(random)));
            }
            List<List<Outcome>> answers = PromtoolReferee.ask(rounds);
            for (int i = 0; i < dataSets; i++) {
                compare(rounds.get(i), answers.get(i));
            }
        }
        LOGGER.info("PromQL parity: seed {}, {} expressions: {}\n{}", SEED, EXPRESSIONS, results, constructs);
        assertThat(differences).as("seed %d: %s", SEED, results).isEmpty();
        int compared = results.getOrDefault(Result.SAME_SAMPLES, 0);
        assertThat(compared).as("expressions that give samples: %s", results).isGreaterThan(EXPRESSIONS / 2);
        assertEverythingOccurs();
    }

    @Test
    void brokenExpressionsAreRefusedAlike() {
        PromtoolReferee.assumeInstalled();
        RandomExpressions expressions = new RandomExpressions(random);
        List<Query> queries = new ArrayList<>();
        for (int i = 0; i < EXPRESSIONS / 2; i++) {
            queries.add(new Query(broken(expressions.next()), 0));
        }
        DataSet data = new DataSet(15_000, Map.of("limit", "1"));
        List<Outcome> answers =
                PromtoolReferee.ask(List.of(new Round(data, queries))).get(0);
        int refused = 0;
        for (int i = 0; i < queries.size(); i++) {
            Query query = queries.get(i);
            boolean expected = answers.get(i).kind() == Outcome.Kind.REFUSED;
            refused += expected ? 1 : 0;
            Outcome actual = Outcome.ofEngine(query.expression(), query.timestamp(), data);
            if (expected != (actual.kind() == Outcome.Kind.REFUSED)) {
                differences.add(difference(query.expression(), 0, answers.get(i), actual));
            }
        }
        LOGGER.info("PromQL parity: seed {}, {} broken expressions, {} refused", SEED, queries.size(), refused);
        assertThat(differences).as("seed %d", SEED).isEmpty();
        assertThat(refused).isBetween(queries.size() / 4, queries.size() - 1);
    }

    private Round round(RandomExpressions expressions) {
        List<Query> queries = new ArrayList<>();
        for (int i = 0; i < PER_DATA_SET; i++) {
            long time = 180_000 + random.nextInt(44) * 15_000L;
            queries.add(new Query(expressions.next(), random.nextInt(3) == 0 ? time + random.nextInt(15_000) : time));
        }
        return new Round(new RandomSeries(random).next(), queries);
    }

    /** With a piece lost, doubled or moved. */
    private String broken(String expression) {
        int from = random.nextInt(expression.length());
        int to = Math.min(expression.length(), from + 1 + random.nextInt(3));
        String piece = expression.substring(from, to);
        String rest = expression.substring(0, from) + expression.substring(to);
        int target = random.nextInt(rest.length() + 1);
        return switch (random.nextInt(3)) {
            case 0 -> rest;
            case 1 -> expression.substring(0, to) + piece + expression.substring(to);
            default -> rest.substring(0, target) + piece + rest.substring(target);
        };
    }

    private void compare(Round round, List<Outcome> answers) {
        for (int i = 0; i < answers.size(); i++) {
            Query query = round.queries().get(i);
            Outcome actual = Outcome.ofEngine(query.expression(), query.timestamp(), round.data());
            Result result = result(query.expression(), answers.get(i), actual);
            results.merge(result, 1, Integer::sum);
            if (actual.kind() != Outcome.Kind.REFUSED) {
                ExpressionTree.constructs(PromQl.parse(query.expression()))
                        .forEach(construct -> constructs.merge(construct, 1, Integer::sum));
            }
            if (result == Result.DIFFERENT && differences.size() < SHOWN) {
                differences.add(smallest(query, round.data()));
            }
        }
    }

    private Result result(String text, Outcome expected, Outcome actual) {
        if (actual.kind() == Outcome.Kind.REFUSED) {
            return expected.kind() == Outcome.Kind.REFUSED ? Result.BOTH_REFUSE : Result.DIFFERENT;
        }
        if (!Ties.isSame(PromQl.parse(text), expected, actual)) {
            return Result.DIFFERENT;
        }
        if (expected.kind() == Outcome.Kind.FAILED) {
            return Result.BOTH_FAIL;
        }
        return expected.isEmpty() ? Result.BOTH_EMPTY : Result.SAME_SAMPLES;
    }

    /** Of the expression and its parts the shortest that differs. */
    private String smallest(Query query, DataSet data) {
        List<Query> parts = new ArrayList<>(List.of(query));
        try {
            ExpressionTree.all(PromQl.parse(query.expression()))
                    .forEach(part -> parts.add(new Query(part.toString(), query.timestamp())));
        } catch (PromQlException ex) {
            // Refused: it has no parts.
        }
        parts.sort((one, other) ->
                Integer.compare(one.expression().length(), other.expression().length()));
        List<Outcome> answers =
                PromtoolReferee.ask(List.of(new Round(data, parts))).get(0);
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i).expression();
            Outcome actual = Outcome.ofEngine(part, query.timestamp(), data);
            if (result(part, answers.get(i), actual) == Result.DIFFERENT) {
                return difference(part, query.timestamp(), answers.get(i), actual) + "\n in " + query.expression()
                        + "\n" + data;
            }
        }
        return query.expression() + " differs in one run of promtool and not in the next\n" + data;
    }

    private static String difference(String expression, long time, Outcome expected, Outcome actual) {
        return "%n%s at %d ms%n promtool: %s%n engine:   %s".formatted(expression, time, expected, actual);
    }

    private void assertEverythingOccurs() {
        List<String> all = new ArrayList<>();
        for (Function function : Functions.all()) {
            all.add(function.name() + "()");
        }
        for (BinaryOperator operator : BinaryOperator.values()) {
            all.add(operator.toString());
        }
        for (AggregationOperator operator : AggregationOperator.values()) {
            all.add(operator.toString());
        }
        for (VectorMatching.Cardinality cardinality : VectorMatching.Cardinality.values()) {
            all.add(cardinality.toString());
        }
        all.addAll(List.of(
                "by", "without", "on", "ignoring", "bool", "subquery", "offset", "offset -", "@", "@ START", "@ END"));
        assertThat(constructs).containsKeys(all.toArray(String[]::new));
    }
}
