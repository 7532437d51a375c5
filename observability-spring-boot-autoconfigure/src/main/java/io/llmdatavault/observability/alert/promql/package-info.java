/**
 * PromQL, the query language of Prometheus, on the JVM: {@link io.llmdatavault.observability.alert.promql.PromQl} parses
 * a text to an {@link io.llmdatavault.observability.alert.promql.Expression}, and
 * {@link io.llmdatavault.observability.alert.promql.QueryEngine} evaluates it over a
 * {@link io.llmdatavault.observability.alert.promql.SeriesSource}. Behaves as Prometheus 2.42 does. Knows neither Spring
 * nor Micrometer.
 */
@NullMarked
package io.llmdatavault.observability.alert.promql;

import org.jspecify.annotations.NullMarked;
