package io.llmdatavault.sample.record;

import io.llmdatavault.sample.crypto.WrappedKey;

/** What the database knows about a record: where its bytes are, and the key they were encrypted with. */
record RecordEntry(String dataset, String id, String objectKey, long sizeBytes, WrappedKey key) {

    /** Binds keys and bytes to this record, so that nobody can pass off one record's content as another's. */
    static String binding(String dataset, String id) {
        return dataset + "/" + id;
    }

    String binding() {
        return binding(dataset, id);
    }
}
