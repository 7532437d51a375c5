package io.llmdatavault.observability.alert.promql;

import java.time.LocalDate;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import java.util.function.LongUnaryOperator;
import java.util.function.ToDoubleFunction;

import static io.llmdatavault.observability.alert.promql.ValueType.INSTANT_VECTOR;
import static io.llmdatavault.observability.alert.promql.ValueType.SCALAR;

/** {@code time}, {@code timestamp}, and the parts of dates, all in UTC. */
final class TimeFunctions {

    static final List<Function> ALL = List.of(
            Function.of("time", SCALAR, (evaluation, arguments) -> new ScalarValue(evaluation.timestamp() / 1000.0)),
            Function.of("timestamp", INSTANT_VECTOR, TimeFunctions::timestamp, INSTANT_VECTOR),
            dateFunction("day_of_month", date -> date.day().getDayOfMonth()),
            dateFunction("day_of_week", date -> date.day().getDayOfWeek().getValue() % 7),
            dateFunction("day_of_year", date -> date.day().getDayOfYear()),
            dateFunction("days_in_month", date -> date.day().lengthOfMonth()),
            dateFunction("month", date -> date.day().getMonthValue()),
            dateFunction("year", UtcDate::year),
            secondFunction("hour", second -> Long.remainderUnsigned(second, 86_400) / 3600),
            secondFunction("minute", second -> Long.remainderUnsigned(second, 3600) / 60));

    private TimeFunctions() {}

    /**
     * A date in any year: Java's stop at a billion, Go's do not.
     *
     * @param day the day in a year of the calendar's first cycle
     * @param earlierCycles how many cycles of 400 years, which are all alike, lie before
     */
    private record UtcDate(LocalDate day, long earlierCycles) {

        private static final long DAYS_OF_CYCLE = 146_097;

        /** The first year of the count, chosen such that no date is before it; the first of a cycle. */
        private static final long FIRST_YEAR = -292_277_022_399L;

        static UtcDate of(long sinceFirstYear) {
            long days = Long.divideUnsigned(sinceFirstYear, 86_400);
            return new UtcDate(LocalDate.of(1, 1, 1).plusDays(days % DAYS_OF_CYCLE), days / DAYS_OF_CYCLE);
        }

        double year() {
            return FIRST_YEAR + 400 * earlierCycles + day.getYear() - 1;
        }
    }

    /** Seconds from the start of Go's first year to 1970; sums with it are unsigned, and overflow as those of Go do. */
    private static final long EPOCH = 9_223_372_028_715_321_600L;

    private static Function dateFunction(String name, ToDoubleFunction<UtcDate> part) {
        return instantFunction(name, second -> part.applyAsDouble(UtcDate.of(second)));
    }

    private static Function secondFunction(String name, LongUnaryOperator part) {
        return instantFunction(name, part::applyAsLong);
    }

    private static Function instantFunction(String name, LongToDoubleFunction part) {
        return Function.of(
                        name,
                        INSTANT_VECTOR,
                        (evaluation, arguments) -> apply(evaluation, arguments, part),
                        INSTANT_VECTOR)
                .withOptionalLast();
    }

    private static InstantVector apply(Evaluation evaluation, List<Expression> arguments, LongToDoubleFunction part) {
        if (arguments.isEmpty()) {
            return InstantVector.of(Labels.EMPTY, part.applyAsDouble(evaluation.timestamp() / 1000 + EPOCH));
        }
        InstantVector vector = evaluation.vector(arguments.get(0));
        InstantVector result = new InstantVector(vector.size());
        for (int i = 0; i < vector.size(); i++) {
            result.add(vector.labels(i).withoutName(), part.applyAsDouble(toLong(vector.value(i)) + EPOCH));
        }
        return result.requireDistinct();
    }

    /** As processors convert: all that does not fit, NaN too, is the smallest number. */
    private static long toLong(double value) {
        return value >= -0x1p63 && value < 0x1p63 ? (long) value : Long.MIN_VALUE;
    }

    /** The time of the samples themselves if the argument is a selector, else that of the evaluation. */
    private static Value timestamp(Evaluation evaluation, List<Expression> arguments) {
        Expression argument = Evaluation.withoutParentheses(arguments.get(0));
        boolean selector = argument instanceof VectorSelector;
        InstantVector vector =
                selector ? evaluation.sampleTimes((VectorSelector) argument) : evaluation.vector(argument);
        InstantVector result = new InstantVector(vector.size());
        for (int i = 0; i < vector.size(); i++) {
            double seconds = selector ? vector.value(i) : evaluation.timestamp() / 1000.0;
            result.add(vector.labels(i).withoutName(), seconds);
        }
        return result.requireDistinct();
    }
}
