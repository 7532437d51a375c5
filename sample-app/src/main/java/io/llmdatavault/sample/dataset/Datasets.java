package io.llmdatavault.sample.dataset;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

import io.llmdatavault.observability.error.ConflictError;
import io.llmdatavault.observability.error.ErrorContext;
import io.llmdatavault.observability.error.NotFoundError;
import io.llmdatavault.observability.error.QuotaExceededError;
import io.llmdatavault.observability.error.QuotaType;
import io.llmdatavault.sample.RecordVaultProperties;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The datasets and what they use of their quota. Thread-safe; the database is what serialises the writers.
 *
 * @since 0.1.0
 */
@Repository
public class Datasets {

    private static final String SELECT = "select name, used_bytes, created_at from datasets";

    private final JdbcClient jdbc;

    private final long quotaBytes;

    Datasets(JdbcClient jdbc, RecordVaultProperties properties) {
        this.jdbc = jdbc;
        this.quotaBytes = properties.quotaBytes().toBytes();
    }

    /**
     * Creates a dataset.
     * @param name its name, checked by the caller
     * @return the dataset, empty
     * @throws ConflictError when the name is taken
     */
    public Dataset create(String name) {
        try {
            jdbc.sql("insert into datasets (name, used_bytes, created_at) values (?, 0, ?)")
                    .params(name, OffsetDateTime.now(ZoneOffset.UTC))
                    .update();
        } catch (DuplicateKeyException taken) {
            // The database's own words would add nothing but length to the log line.
            throw ConflictError.builder("dataset", name)
                    .context(ErrorContext.of("create_dataset").withResource(name))
                    .build();
        }
        return require(name);
    }

    /**
     * Reads all datasets.
     * @return the datasets by name
     */
    public List<Dataset> list() {
        return jdbc.sql(SELECT + " order by name").query(this::map).list();
    }

    /**
     * Reads a dataset.
     * @param name its name
     * @return the dataset
     * @throws NotFoundError when there is none of that name
     */
    public Dataset require(String name) {
        return find(SELECT + " where name = ?", name);
    }

    /**
     * Reads a dataset and keeps its row locked until the transaction ends, so that what is decided by its usage stays
     * true until it is written.
     * @param name its name
     * @return the dataset
     * @throws NotFoundError when there is none of that name
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Dataset lock(String name) {
        return find(SELECT + " where name = ? for update", name);
    }

    /**
     * Changes what a locked dataset uses.
     * @param dataset as {@link #lock(String)} gave it
     * @param change the bytes to add, negative to give back
     * @throws QuotaExceededError when it would grow beyond its quota
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void changeUsage(Dataset dataset, long change) {
        long used = dataset.usedBytes() + change;
        // Shrinking is always allowed: a lowered quota must not keep anybody from cleaning up.
        if (change > 0 && used > dataset.quotaBytes()) {
            throw QuotaExceededError.builder(QuotaType.STORAGE, dataset.quotaBytes(), dataset.usedBytes())
                    .build();
        }
        jdbc.sql("update datasets set used_bytes = ? where name = ?")
                .params(used, dataset.name())
                .update();
    }

    private Dataset find(String sql, String name) {
        return jdbc.sql(sql)
                .param(name)
                .query(this::map)
                .optional()
                .orElseThrow(() -> NotFoundError.builder("dataset", name)
                        .context(ErrorContext.of("read_dataset").withResource(name))
                        .build());
    }

    private Dataset map(ResultSet row, int number) throws SQLException {
        return new Dataset(
                row.getString("name"),
                row.getLong("used_bytes"),
                quotaBytes,
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
