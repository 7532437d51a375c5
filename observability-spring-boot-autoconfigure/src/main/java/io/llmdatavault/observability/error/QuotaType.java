package io.llmdatavault.observability.error;

/**
 * What a quota counts.
 *
 * @since 0.1.0
 */
public enum QuotaType {

    /** Bytes stored. */
    STORAGE,
    /** Requests made. */
    REQUESTS,
    /** Bytes transferred. */
    BANDWIDTH,
    /** Data sets kept. */
    DATASETS,
    /** Users kept. */
    USERS
}
