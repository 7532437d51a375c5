package io.llmdatavault.observability.alert.engine;

import java.time.Duration;

import io.llmdatavault.observability.alert.promql.Labels;

/**
 * How rules are evaluated.
 *
 * @param interval the time between two samplings, and between two evaluations of a group that has no interval of its own
 * @param initialDelay the time between the application being ready and the first evaluation
 * @param historySize how many changes are remembered
 * @param retention how long samples are kept at least
 * @param maxRetention how long they are kept at most, however far back a rule looks
 * @param maxSeries how many series are sampled
 * @param maxBytes how much memory their samples and labels may take
 * @param externalLabels what templates see as {@code $externalLabels}, and what is added to notifications
 * @since 0.1.0
 */
public record EngineSettings(
        Duration interval,
        Duration initialDelay,
        int historySize,
        Duration retention,
        Duration maxRetention,
        int maxSeries,
        long maxBytes,
        Labels externalLabels) {}
