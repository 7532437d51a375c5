/**
 * When alerts fire: samples the metrics that rules select, evaluates the rules group by group, and steps one state
 * machine per alerting rule. Entry class {@link io.llmdatavault.observability.alert.engine.AlertEngine}; read on with
 * {@code Evaluator} (what is due), {@code GroupRunner}, {@code AlertingRuleRunner} and {@code RecordingRuleRunner} (one
 * rule), {@code AlertStateMachine} (one rule's alerts), {@code ChangePublisher} (who hears of it). Keys
 * {@code vault.observability.alerts.*}.
 */
@NullMarked
package io.llmdatavault.observability.alert.engine;

import org.jspecify.annotations.NullMarked;
