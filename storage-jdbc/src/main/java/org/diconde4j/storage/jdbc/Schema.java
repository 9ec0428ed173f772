package org.diconde4j.storage.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.UnsupportedFormatException;
import org.flywaydb.core.Flyway;

/** Versions of the schema. Flyway changes it; whether there is anything to change is a plain query, as Flyway is slow to load. */
final class Schema {
    /** The newest migration. */
    static final int VERSION = 1;

    private static final String HISTORY = "schema_history";
    private static final Set<String> OURS =
            Set.of(HISTORY, "component", "study", "series", "instance", "quarantine", "state");

    private Schema() {}

    /**
     * Finds out which version there is.
     *
     * @return 0 if the database is empty
     */
    static int version(HikariDataSource source, Path folder) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            Set<String> tables = tables(statement);
            int found = tables.contains(HISTORY) ? newest(statement) : 0;
            if (found > VERSION) {
                throw new UnsupportedFormatException("the index in " + folder + " has schema version " + found
                        + ", which a newer diconde4j wrote; this one knows versions up to " + VERSION
                        + ", so open it with the newer one; nothing was changed");
            }
            if (found == 0 && !OURS.containsAll(tables)) {
                throw new UnsupportedFormatException("the database in " + folder
                        + " is not an index of diconde4j: it has tables such as "
                        + tables.stream()
                                .filter(t -> !OURS.contains(t))
                                .findFirst()
                                .orElse("")
                        + "; use another folder; nothing was changed");
            }
            if (found == 0 && !tables.isEmpty()) {
                statement.execute("drop all objects"); // its making was broken off, and there is nothing in it yet
            }
            return found;
        } catch (SQLException e) {
            throw new StorageException(
                    "the database of the index in " + folder + " can't be opened: " + e.getMessage()
                            + "; it can be rebuilt: delete the folder, and the next opening of the archive replays all"
                            + " receipts",
                    e);
        }
    }

    private static Set<String> tables(Statement statement) throws SQLException {
        Set<String> tables = new TreeSet<>();
        try (var rows = statement.executeQuery(
                "select table_name from information_schema.tables where table_schema = 'PUBLIC'")) {
            while (rows.next()) {
                tables.add(rows.getString(1).toLowerCase(Locale.ROOT));
            }
        }
        return tables;
    }

    private static int newest(Statement statement) throws SQLException {
        try (var row = statement.executeQuery("select max(cast(\"version\" as int)) from \"" + HISTORY
                + "\" where \"success\" and \"version\" is not null")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    static void migrate(HikariDataSource source) {
        Flyway.configure(Schema.class.getClassLoader())
                .loggers("slf4j")
                .dataSource(source)
                .table(HISTORY)
                .locations("classpath:org/diconde4j/storage/jdbc/h2")
                .load()
                .migrate();
    }
}
