package io.llmdatavault.observability.error;

/**
 * A database operation.
 *
 * @since 0.1.0
 */
public enum DbOperation {

    /** Inserting rows. */
    INSERT,
    /** Updating rows. */
    UPDATE,
    /** Deleting rows. */
    DELETE,
    /** Reading rows. */
    SELECT,
    /** Anything that concerns the connection or the transaction as a whole. */
    TRANSACTION,
    /** Changing the schema. */
    MIGRATION
}
