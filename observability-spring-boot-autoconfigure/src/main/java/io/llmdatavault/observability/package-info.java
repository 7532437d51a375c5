/**
 * Error handling and observability for Spring Boot services. One package is one feature:
 * {@code error} (the vocabulary), {@code web} (problem details, request ids), {@code metrics}, {@code tracing} and
 * {@code logging}, {@code resilience}; {@code configuration} holds the switches they share, {@code diagnostics} explains failed start-ups.
 * All keys are below {@code vault.observability}; {@code vault.observability.enabled=false} removes everything.
 */
@NullMarked
package io.llmdatavault.observability;

import org.jspecify.annotations.NullMarked;
