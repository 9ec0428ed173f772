package org.diconde4j.storage.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.RecordNames;
import org.diconde4j.storage.RecordText;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StoredRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records in a table of PostgreSQL, in their written form. Each change is one statement that names the version it expects, so the
 * database decides which of several writers is first.
 */
final class JdbcRecords implements Records {
    private static final int PAGE = 100;

    /** The kind under which damaged ones are kept; no other begins so. */
    private static final String DAMAGED = "_damaged";

    private final URI uri;
    private final HikariDataSource source;
    private final List<String> findings = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    private JdbcRecords(URI uri, HikariDataSource source) {
        this.uri = uri;
        this.source = source;
    }

    static JdbcRecords open(PostgreSql dialect) {
        HikariDataSource source = Database.connect(dialect, "records");
        try {
            if (Schema.version(source, dialect) < Schema.VERSION) {
                Schema.migrate(source, dialect);
            }
            JdbcRecords records = new JdbcRecords(dialect.uri(), source);
            records.lookForSync();
            return records;
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private void lookForSync() {
        if (ask("show fsync", row -> row.getString(1)).contains("off")) {
            findings.add("the PostgreSQL of " + uri
                    + " runs with fsync = off: a loss of power can take or damage anything; set it to on");
        }
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public @Nullable StoredRecord get(String kind, String id) {
        names(kind, id);
        List<Row> found = ask("select id, version, document from record where kind = ? and id = ?", Row::of, kind, id);
        return found.isEmpty() ? null : parsed(kind, found.get(0));
    }

    @Override
    public Written copy(long expectedVersion, StoredRecord record) {
        String kind = record.kind();
        String id = record.id();
        byte[] document = RecordText.format(record);
        int done = expectedVersion == NEW
                ? change(
                        "insert into record (kind, id, version, document) values (?, ?, ?, ?) on conflict do nothing",
                        kind,
                        id,
                        record.version(),
                        document)
                : change(
                        "update record set version = ?, document = ? where kind = ? and id = ? and version = ?",
                        record.version(),
                        document,
                        kind,
                        id,
                        expectedVersion);
        return done == 1 ? new Written(true, record) : new Written(false, get(kind, id));
    }

    @Override
    public boolean delete(String kind, String id, long expectedVersion) {
        names(kind, id);
        return change("delete from record where kind = ? and id = ? and version = ?", kind, id, expectedVersion) == 1;
    }

    @Override
    public int delete(String kind, Map<String, Long> versions) {
        versions.keySet().forEach(id -> names(kind, id));
        return with(connection -> {
            connection.setAutoCommit(false);
            try (PreparedStatement delete =
                    connection.prepareStatement("delete from record where kind = ? and id = ? and version = ?")) {
                // In one order, so that two who delete the same ones don't wait for each other.
                for (Map.Entry<String, Long> one : new TreeMap<>(versions).entrySet()) {
                    set(delete, kind, one.getKey(), one.getValue());
                    delete.addBatch();
                }
                int deleted = 0;
                for (int count : delete.executeBatch()) {
                    deleted += Math.max(0, count);
                }
                connection.commit();
                return deleted;
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        });
    }

    @Override
    public Cursor<StoredRecord> list(String kind, String afterId) {
        RecordNames.requireKind(kind);
        requireOpen();
        return new Paged<>() {
            private String last = afterId;

            @Override
            boolean fetch(List<StoredRecord> into) {
                List<Row> page = ask(
                        "select id, version, document from record where kind = ? and id > ? order by id limit " + PAGE,
                        Row::of,
                        kind,
                        last);
                for (Row row : page) {
                    last = row.id;
                    StoredRecord record = parsed(kind, row);
                    if (record != null) {
                        into.add(record);
                    }
                }
                return page.size() == PAGE;
            }
        };
    }

    @Override
    public List<String> kinds() {
        return ask("select distinct kind from record where kind <> ? order by kind", row -> row.getString(1), DAMAGED);
    }

    @Override
    public long count(String kind) {
        RecordNames.requireKind(kind);
        return ask("select count(*) from record where kind = ?", row -> row.getLong(1), kind)
                .get(0);
    }

    @Override
    public boolean isEmpty(String kind) {
        RecordNames.requireKind(kind);
        return ask("select 1 from record where kind = ? limit 1", row -> row.getInt(1), kind)
                .isEmpty();
    }

    @Override
    public List<String> findings() {
        return List.copyOf(findings);
    }

    @Override
    public void close() {
        closed = true;
        source.close();
    }

    /** A row of the table. */
    private record Row(String id, long version, byte[] document) {
        static Row of(ResultSet row) throws SQLException {
            return new Row(row.getString(1), row.getLong(2), row.getBytes(3));
        }
    }

    /** The record, or null if it is damaged, which puts it aside. */
    private @Nullable StoredRecord parsed(String kind, Row row) {
        try {
            StoredRecord record = RecordText.parse(row.document);
            if (!record.kind().equals(kind) || !record.id().equals(row.id) || record.version() != row.version) {
                throw new StorageException(
                        "it says that it is version " + record.version() + " of " + record.kind() + " " + record.id());
            }
            return record;
        } catch (StorageException e) {
            int moved = change(
                    "update record set kind = ?, id = ? where kind = ? and id = ? and version = ?",
                    DAMAGED,
                    kind + "/" + row.id + "/" + Instant.now(),
                    kind,
                    row.id,
                    row.version);
            if (moved == 1) {
                findings.add("the record " + row.id + " of kind " + kind + " in " + uri
                        + " was damaged and is kept as one of kind " + DAMAGED + ": " + e.getMessage());
            }
            return null;
        }
    }

    private static void names(String kind, String id) {
        RecordNames.requireKind(kind);
        RecordNames.requireId(id);
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T with(Work<T> work) {
        requireOpen();
        try (Connection connection = source.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw Database.failure("the table of records at " + uri, "it can't be asked or changed", e);
        }
    }

    private <T> List<T> ask(String query, Condition.Row<T> row, Object... values) {
        return with(connection -> Condition.of(query, values).list(connection, row));
    }

    private int change(String sql, Object... values) {
        return with(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                set(statement, values);
                return statement.executeUpdate();
            }
        });
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new StorageException("the records " + uri + " are closed");
        }
    }
}
