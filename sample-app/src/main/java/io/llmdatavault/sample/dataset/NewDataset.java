package io.llmdatavault.sample.dataset;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** What a caller sends to create a dataset. */
record NewDataset(
        @NotNull(message = "is required")
        @Pattern(regexp = "[a-z0-9-]{3,40}", message = "must be 3 to 40 characters from a-z, 0-9 and -")
        String name) {}
