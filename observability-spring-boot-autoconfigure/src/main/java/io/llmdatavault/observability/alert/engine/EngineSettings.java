package io.llmdatavault.observability.alert.engine;

import java.time.Duration;

/**
 * How rules are evaluated.
 *
 * @param interval the time between two evaluations
 * @param initialDelay the time between the application being ready and the first evaluation
 * @param historySize how many changes are remembered
 * @param maxSeries how many series are sampled
 * @since 0.1.0
 */
public record EngineSettings(Duration interval, Duration initialDelay, int historySize, int maxSeries) {}
