package io.llmdatavault.sample.dataset;

import java.time.Instant;

/**
 * A named collection of records.
 *
 * @param name its name, unique in the vault
 * @param usedBytes the size of all its records together, before encryption
 * @param quotaBytes how large they may become together
 * @param createdAt when it was created
 * @since 0.1.0
 */
public record Dataset(String name, long usedBytes, long quotaBytes, Instant createdAt) {}
