/**
 * Who is told about alerts: {@link io.llmdatavault.observability.alert.notify.Notifier} and
 * {@link io.llmdatavault.observability.alert.notify.AlertListener}, whose beans are found, and the queue between
 * evaluation and channels. Knows rules, but not how they are evaluated.
 */
@NullMarked
package io.llmdatavault.observability.alert.notify;

import org.jspecify.annotations.NullMarked;
