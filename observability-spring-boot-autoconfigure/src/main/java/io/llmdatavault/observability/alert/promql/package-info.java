/**
 * PromQL, the query language of Prometheus, on the JVM: {@link io.llmdatavault.observability.alert.promql.PromQl} parses
 * a text to an {@link io.llmdatavault.observability.alert.promql.Expression}, and
 * {@link io.llmdatavault.observability.alert.promql.QueryEngine} evaluates it over a
 * {@link io.llmdatavault.observability.alert.promql.SeriesSource}. Behaves as Prometheus 2.42 does. Knows neither Spring
 * nor Micrometer.
 *
 * <p>A text becomes an expression in {@code Lexer}, {@code Parser} and {@code TypeCheck}; {@code Printer} is the way back.
 * {@code Evaluation} computes an expression at one point in time: it asks {@code QueryData} for series,
 * {@code BinaryOperations} and {@code VectorMatcher} for operators, {@code Aggregations} for groups, and
 * {@code Functions} for a function, whose family has a table with one line for each. {@code QueryBudget} counts what it
 * costs.
 */
@NullMarked
package io.llmdatavault.observability.alert.promql;

import org.jspecify.annotations.NullMarked;
