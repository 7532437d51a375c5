/**
 * The templates in labels and annotations of alerting rules: the part of Go's {@code text/template} that rule files use,
 * with the functions of Prometheus. {@link io.llmdatavault.observability.alert.promql.template.Template} is the door.
 * Output is that of Prometheus 2.42, to the character. There is no reflection: a template reaches labels and the value
 * of its alert, what a query gives, and nothing else.
 */
@NullMarked
package io.llmdatavault.observability.alert.promql.template;

import org.jspecify.annotations.NullMarked;
