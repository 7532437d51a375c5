/**
 * Alert rules that run inside the service: properties, endpoint and auto-configuration. What a rule is, is in
 * {@code rule}; the language it is written in is {@code promql}; what the meters showed is in {@code sample}; when a rule
 * fires in {@code engine}; who is told in {@code notify}. Where rules come from is in {@code ConfiguredRules}. Entry class
 * {@link io.llmdatavault.observability.alert.AlertAutoConfiguration}. Keys {@code vault.observability.alerts.*}. Beans
 * of {@code AlertRule}, {@code Notifier} and {@code AlertListener} add to what is configured.
 */
@NullMarked
package io.llmdatavault.observability.alert;

import org.jspecify.annotations.NullMarked;
