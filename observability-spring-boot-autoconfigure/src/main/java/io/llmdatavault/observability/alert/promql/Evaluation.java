package io.llmdatavault.observability.alert.promql;

/** Evaluates expressions at one point in time. */
final class Evaluation {}
