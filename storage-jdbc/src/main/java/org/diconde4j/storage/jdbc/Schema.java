package org.diconde4j.storage.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.UnsupportedFormatException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Versions of the schema. Flyway changes it; whether there is anything to change is a plain query, as Flyway is slow to load. */
final class Schema {
    /** The newest migration. */
    static final int VERSION = 7;

    private static final String HISTORY = "schema_history";
    private static final Set<String> FIRST =
            Set.of(HISTORY, "component", "study", "series", "instance", "quarantine", "state");

    private Schema() {}

    /**
     * Finds out which version there is.
     *
     * @return 0 if the database is empty
     */
    static int version(HikariDataSource source, Dialect dialect) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            Set<String> tables = dialect.tables(statement);
            int found = tables.contains(HISTORY) ? newest(statement) : 0;
            if (found == 0 ? !FIRST.containsAll(tables) : !tables.containsAll(FIRST)) {
                throw new UnsupportedFormatException(dialect.place()
                        + " is not an index of diconde4j: it has tables such as "
                        + tables.stream()
                                .filter(t -> !FIRST.contains(t))
                                .findFirst()
                                .orElse(HISTORY)
                        + "; use another " + (dialect.isShared() ? "schema" : "folder") + "; nothing was changed");
            }
            if (found > VERSION) {
                throw new UnsupportedFormatException("the index in " + dialect.place() + " has schema version " + found
                        + ", which a newer diconde4j wrote; this one knows versions up to " + VERSION
                        + ", so open it with the newer one; nothing was changed");
            }
            if (found == 0 && !tables.isEmpty()) {
                dialect.removeLeftOvers(statement); // its making was broken off, and there is nothing in it yet
            }
            return found;
        } catch (SQLException e) {
            throw new StorageException(
                    "the database of the index in " + dialect.place() + " can't be opened: " + e.getMessage() + "; "
                            + dialect.remedy(),
                    e);
        }
    }

    private static int newest(Statement statement) throws SQLException {
        try (var row = statement.executeQuery("select max(cast(\"version\" as int)) from \"" + HISTORY
                + "\" where \"success\" and \"version\" is not null")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    static void migrate(HikariDataSource source, Dialect dialect) {
        FluentConfiguration flyway = Flyway.configure(Schema.class.getClassLoader())
                .loggers("slf4j")
                .dataSource(source)
                .table(HISTORY)
                .locations("classpath:org/diconde4j/storage/jdbc/" + dialect.migrations());
        if (!dialect.schema().isEmpty()) {
            flyway.schemas(dialect.schema());
        }
        try {
            flyway.load().migrate();
        } catch (FlywayException e) {
            throw new StorageException(
                    "the tables of the index in " + dialect.place() + " can't be brought to version " + VERSION + ": "
                            + Database.rootMessage(e),
                    e);
        }
    }
}
