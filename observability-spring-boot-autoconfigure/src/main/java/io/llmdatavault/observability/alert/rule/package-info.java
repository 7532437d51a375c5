/**
 * What an alert rule is: {@link io.llmdatavault.observability.alert.rule.AlertRule} and its condition. Any bean of that
 * type is a rule, as is an entry below {@code vault.observability.alerts.rules}. Nothing here evaluates or notifies.
 */
@NullMarked
package io.llmdatavault.observability.alert.rule;

import org.jspecify.annotations.NullMarked;
