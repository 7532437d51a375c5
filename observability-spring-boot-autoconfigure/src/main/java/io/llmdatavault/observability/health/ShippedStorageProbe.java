package io.llmdatavault.observability.health;

/** Marks the probes of this starter: they stand beside each other, while one of the application replaces them all. */
interface ShippedStorageProbe extends StorageProbe {}
