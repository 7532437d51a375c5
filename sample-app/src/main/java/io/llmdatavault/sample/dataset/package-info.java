/**
 * Datasets: the named collections that records live in, each with a quota of bytes.
 */
@NullMarked
package io.llmdatavault.sample.dataset;

import org.jspecify.annotations.NullMarked;
