package io.llmdatavault.observability.alert.promql.rulefile;

import io.llmdatavault.observability.alert.promql.Expression;

/**
 * A rule of either kind.
 *
 * @since 0.1.0
 */
public sealed interface Rule permits AlertingRule, RecordingRule {

    /** The name of the alert, or of the series that is recorded. */
    String name();

    /** What is evaluated. */
    Expression expression();

    /** Where the rule begins in its file, from 1; 0 if no file has it. */
    int line();
}
