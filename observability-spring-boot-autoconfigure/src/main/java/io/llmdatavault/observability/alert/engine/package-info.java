/**
 * When alerts fire: samples the metrics that rules select, evaluates the conditions, and steps one state machine per
 * rule. Entry class {@link io.llmdatavault.observability.alert.engine.AlertEngine}. Whatever becomes of conditions, the
 * rest sees only {@code ConditionEvaluator}. Keys {@code vault.observability.alerts.*}.
 */
@NullMarked
package io.llmdatavault.observability.alert.engine;

import org.jspecify.annotations.NullMarked;
