package io.llmdatavault.observability.alert.engine;

/**
 * A rule that is skipped because it is wrong, for people to see.
 *
 * @param source the rule file, or the key or bean that has it
 * @param name its name, as far as it has one
 * @param message what is wrong, with its place, and what to write
 * @since 0.1.0
 */
public record InvalidRule(String source, String name, String message) {}
