package io.llmdatavault.sample.record;

import java.util.Optional;

import io.llmdatavault.observability.error.NotFoundError;
import io.llmdatavault.sample.crypto.WrappedKey;
import io.llmdatavault.sample.dataset.Dataset;
import io.llmdatavault.sample.dataset.Datasets;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The records in the database. Writers of one dataset wait for each other, so that its usage is always the true sum. */
@Repository
class RecordCatalog {

    private final JdbcClient jdbc;

    private final Datasets datasets;

    RecordCatalog(JdbcClient jdbc, Datasets datasets) {
        this.jdbc = jdbc;
        this.datasets = datasets;
    }

    /** Adds or replaces a record and returns the entry that was there before. */
    @Transactional
    public Optional<RecordEntry> save(RecordEntry entry) {
        Dataset dataset = datasets.lock(entry.dataset());
        Optional<RecordEntry> previous = find(entry.dataset(), entry.id());
        datasets.changeUsage(
                dataset,
                entry.sizeBytes() - previous.map(RecordEntry::sizeBytes).orElse(0L));
        String sql = previous.isPresent()
                ? "update records set object_key = ?, size_bytes = ?, key_id = ?, wrapped_key = ? where dataset = ? and id = ?"
                : "insert into records (object_key, size_bytes, key_id, wrapped_key, dataset, id) values (?, ?, ?, ?, ?, ?)";
        jdbc.sql(sql)
                .params(
                        entry.objectKey(),
                        entry.sizeBytes(),
                        entry.key().keyId(),
                        entry.key().encrypted(),
                        entry.dataset(),
                        entry.id())
                .update();
        return previous;
    }

    /** Removes a record and returns the entry it had. */
    @Transactional
    public RecordEntry remove(String dataset, String id) {
        Dataset locked = datasets.lock(dataset);
        RecordEntry entry = require(dataset, id);
        datasets.changeUsage(locked, -entry.sizeBytes());
        jdbc.sql("delete from records where dataset = ? and id = ?")
                .params(dataset, id)
                .update();
        return entry;
    }

    public RecordEntry require(String dataset, String id) {
        return find(dataset, id)
                .orElseThrow(() -> NotFoundError.builder("record", id).build());
    }

    private Optional<RecordEntry> find(String dataset, String id) {
        return jdbc.sql("select object_key, size_bytes, key_id, wrapped_key from records where dataset = ? and id = ?")
                .params(dataset, id)
                .query((row, number) -> new RecordEntry(
                        dataset,
                        id,
                        row.getString("object_key"),
                        row.getLong("size_bytes"),
                        new WrappedKey(row.getString("key_id"), row.getString("wrapped_key"))))
                .optional();
    }
}
