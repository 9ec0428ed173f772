package org.diconde4j.storage.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.diconde4j.data.Dataset;
import org.diconde4j.storage.AttributePath;
import org.diconde4j.storage.IndexedAttribute;
import org.diconde4j.storage.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attributes that have an index of their own, and the thread that takes in what was there before them. Who writes rows writes
 * their values in the same transaction, ready or not; the thread goes through the older rows once, by transactions that lock the
 * state as every other writer does, so that neither overwrites what the other one knows better. How far it has come is
 * committed with the values.
 */
final class Attributes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Attributes.class);
    private static final int PAGE = 100;
    private static final int REMOVED_AT_ONCE = 5_000;
    private static final int STEPS_A_SECOND = 10;

    private final Database database;
    private final Object lock = new Object();
    private boolean closed; // guarded by lock
    private boolean wanted; // guarded by lock
    private volatile long rate = Long.MAX_VALUE;
    private final Thread filler = new Thread(this::run, "diconde4j-index-attributes");

    Attributes(Database database) {
        this.database = database;
        filler.setDaemon(true);
    }

    /** One row of the table of attributes. */
    record Definition(long id, AttributePath path, boolean ready, long filled) {}

    /** What a row says, and its place in the order of arrival. */
    record Said(long first, Dataset attributes) {}

    static List<Definition> all(Connection connection) throws SQLException {
        return Condition.of("select id, path, ready, filled from indexed_attribute order by id")
                .list(
                        connection,
                        row -> new Definition(
                                row.getLong(1),
                                AttributePath.parse(row.getString(2)),
                                row.getBoolean(3),
                                row.getLong(4)));
    }

    void start() {
        filler.start();
        wake();
    }

    private void wake() {
        synchronized (lock) {
            wanted = true;
            lock.notifyAll();
        }
    }

    List<IndexedAttribute> list() {
        return database.read(connection -> {
            long last = Condition.of("select coalesce(max(id), 0) from instance")
                    .list(connection, row -> row.getLong(1))
                    .get(0);
            return all(connection).stream()
                    .map(d -> new IndexedAttribute(
                            d.path(), d.ready(), d.ready() ? last : Math.min(d.filled(), last), last))
                    .toList();
        });
    }

    void add(AttributePath path) {
        database.write(connection -> {
            boolean known = all(connection).stream().anyMatch(d -> d.path().equals(path));
            if (!known) {
                // Above what is left of removed ones, too.
                update(
                        connection,
                        "insert into indexed_attribute (id, path, ready, filled)"
                                + " select 1 + greatest((select coalesce(max(id), 0) from indexed_attribute),"
                                + " (select coalesce(max(attribute), 0) from attribute_value)), ?, false, 0",
                        path.toString());
            }
            return known;
        });
        wake();
    }

    boolean remove(AttributePath path) {
        boolean removed = database.write(
                connection -> update(connection, "delete from indexed_attribute where path = ?", path.toString()) > 0);
        wake(); // to remove the values
        return removed;
    }

    private static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    /** Puts the values of rows in place of those that they had; for who writes rows, within the transaction. */
    static void put(Connection connection, List<Definition> definitions, Level level, Map<Long, Said> rows)
            throws SQLException {
        for (Definition d : definitions) {
            if (d.path().level() != level || rows.isEmpty()) {
                continue;
            }
            try (PreparedStatement delete = connection.prepareStatement(
                            "delete from attribute_value where row_id = ? and attribute = ?");
                    PreparedStatement insert = connection.prepareStatement(
                            "insert into attribute_value (attribute, content, place, row_id) values (?, ?, ?, ?)")) {
                boolean any = false;
                for (Map.Entry<Long, Said> row : rows.entrySet()) {
                    delete.setLong(1, row.getKey());
                    delete.setLong(2, d.id());
                    delete.addBatch();
                    for (String value :
                            AttributeValues.of(d.path(), row.getValue().attributes())) {
                        any = true;
                        insert.setLong(1, d.id());
                        insert.setString(2, value);
                        insert.setLong(3, row.getValue().first());
                        insert.setLong(4, row.getKey());
                        insert.addBatch();
                    }
                }
                delete.executeBatch();
                if (any) {
                    insert.executeBatch();
                }
            }
        }
    }

    // ---- the thread ----

    private void run() {
        while (awaitWork()) {
            try {
                int taken = 1;
                while (taken > 0 && !isClosed()) {
                    long start = System.nanoTime();
                    taken = database.write(this::step);
                    keepPace(taken, start);
                }
            } catch (RuntimeException | Error e) { // such as want of memory, which may pass
                if (isClosed()) {
                    return;
                }
                LOG.warn("taking in values of indexed attributes is put off: {}", e.getMessage());
                pause();
            }
        }
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    private boolean awaitWork() {
        synchronized (lock) {
            while (!wanted && !closed) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    return false;
                }
            }
            wanted = false;
            return !closed;
        }
    }

    private void pause() {
        synchronized (lock) {
            wanted = true;
            try {
                lock.wait(1_000);
            } catch (InterruptedException e) {
                closed = true;
            }
        }
    }

    /** Takes in no more than so many entities a second. */
    void pace(long entitiesPerSecond) {
        rate = entitiesPerSecond;
    }

    /** How many entities to take in at once: few enough that a pause after them is short. */
    private int page() {
        return (int) Math.max(1, Math.min(PAGE, rate / STEPS_A_SECOND));
    }

    private void keepPace(int taken, long start) {
        long due = (long) (1e9 * taken / rate) - (System.nanoTime() - start);
        long end = System.nanoTime() + due;
        synchronized (lock) {
            for (long left = due; left > 0 && !closed; left = end - System.nanoTime()) {
                try {
                    lock.wait(1 + left / 1_000_000);
                } catch (InterruptedException e) {
                    closed = true;
                }
            }
        }
    }

    /**
     * Takes in a page for all attributes of a level that are not ready, or removes some values of one that is gone.
     *
     * @return how many entities it looked at, at least 1; 0 if nothing is left to do
     */
    private int step(Connection connection) throws SQLException {
        List<Definition> waiting =
                all(connection).stream().filter(d -> !d.ready()).toList();
        if (!waiting.isEmpty()) {
            Level level = waiting.get(0).path().level();
            return fill(
                    connection,
                    level,
                    waiting.stream().filter(d -> d.path().level() == level).toList());
        }
        List<Long> gone = Condition.of("select min(attribute) from attribute_value"
                        + " where attribute not in (select id from indexed_attribute)")
                .list(connection, row -> row.getLong(1));
        return gone.isEmpty() || gone.get(0) == 0
                ? 0
                : update(
                        connection,
                        "delete from attribute_value where attribute = ? and row_id in (select row_id from"
                                + " attribute_value where attribute = ? fetch first " + REMOVED_AT_ONCE
                                + " rows only)",
                        gone.get(0),
                        gone.get(0));
    }

    /** Reads each entity once for all of the attributes; one that was added later catches up first. */
    private int fill(Connection connection, Level level, List<Definition> definitions) throws SQLException {
        long from = definitions.stream().mapToLong(Definition::filled).min().orElse(0);
        int page = page();
        Map<Long, Said> rows = new LinkedHashMap<>();
        String first = level == Level.INSTANCE ? "id" : "first_sequence";
        Condition.of(
                        "select id, attributes, large_attributes, " + first + " from " + Columns.table(level)
                                + " where id > ? order by id fetch first " + page + " rows only",
                        from)
                .list(
                        connection,
                        row -> rows.put(
                                row.getLong(1),
                                new Said(row.getLong(4), Blobs.decode(row.getBytes(2), row.getBytes(3)))));
        long last = rows.keySet().stream().reduce(from, Math::max);
        List<Definition> behind =
                definitions.stream().filter(d -> d.filled() <= last).toList();
        put(connection, behind, level, rows);
        for (Definition d : behind) {
            update(
                    connection,
                    "update indexed_attribute set filled = ?, ready = ? where id = ?",
                    last,
                    rows.size() < page,
                    d.id());
        }
        return 1 + rows.size();
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        boolean interrupted = false;
        while (filler.isAlive()) {
            try {
                filler.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
