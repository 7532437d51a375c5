/**
 * Rule files of Prometheus: {@link io.llmdatavault.observability.alert.promql.rulefile.RuleFile} reads one, with all its
 * errors at once. Needs SnakeYAML.
 */
@NullMarked
package io.llmdatavault.observability.alert.promql.rulefile;

import org.jspecify.annotations.NullMarked;
