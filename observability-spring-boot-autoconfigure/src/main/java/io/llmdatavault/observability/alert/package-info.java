/**
 * Alert rules that run inside the service: properties, endpoint and auto-configuration. What a rule is, is in
 * {@code rule}; when it fires in {@code engine}; who is told in {@code notify}. Entry class
 * {@link io.llmdatavault.observability.alert.AlertAutoConfiguration}. Keys {@code vault.observability.alerts.*}. Beans
 * of {@code AlertRule}, {@code Notifier} and {@code AlertListener} add to what is configured.
 */
@NullMarked
package io.llmdatavault.observability.alert;

import org.jspecify.annotations.NullMarked;
