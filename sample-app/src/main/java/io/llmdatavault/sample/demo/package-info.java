/**
 * Profile {@code demo}: shows on request what each kind of failure looks like to a caller.
 */
@NullMarked
package io.llmdatavault.sample.demo;

import org.jspecify.annotations.NullMarked;
