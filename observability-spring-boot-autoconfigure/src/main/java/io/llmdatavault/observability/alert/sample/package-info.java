/**
 * What the meters showed lately: {@link io.llmdatavault.observability.alert.sample.MeterSampler} reads the one real
 * registry under the names that Prometheus would see, {@link io.llmdatavault.observability.alert.sample.SampleStore}
 * keeps what some rule selects and answers queries. Used by one thread.
 */
@NullMarked
package io.llmdatavault.observability.alert.sample;

import org.jspecify.annotations.NullMarked;
