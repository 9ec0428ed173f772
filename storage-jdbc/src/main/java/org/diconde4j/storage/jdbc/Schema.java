package org.diconde4j.storage.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.UnsupportedFormatException;
import org.flywaydb.core.Flyway;

/** Versions of the schema. Flyway changes it; whether there is anything to change is one plain query, as Flyway is slow to load. */
final class Schema {
    /** The newest migration. */
    static final int VERSION = 1;

    private static final String HISTORY = "schema_history";

    private Schema() {}

    static void prepare(HikariDataSource source, Path folder) {
        int found = version(source, folder);
        if (found > VERSION) {
            throw new UnsupportedFormatException("the index in " + folder + " has schema version " + found
                    + ", which a newer diconde4j wrote; this one knows versions up to " + VERSION
                    + ", so open it with the newer one; nothing was changed");
        }
        if (found < VERSION) {
            Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(source)
                    .table(HISTORY)
                    .locations("classpath:org/diconde4j/storage/jdbc/h2")
                    .load()
                    .migrate();
        }
    }

    private static int version(HikariDataSource source, Path folder) {
        try (Connection connection = source.getConnection()) {
            try (var tables = connection.getMetaData().getTables(null, null, HISTORY, null)) {
                if (!tables.next()) {
                    return 0;
                }
            }
            try (Statement statement = connection.createStatement();
                    var row = statement.executeQuery("select max(cast(\"version\" as int)) from \"" + HISTORY
                            + "\" where \"success\" and \"version\" is not null")) {
                return row.next() ? row.getInt(1) : 0;
            }
        } catch (SQLException e) {
            throw new StorageException(
                    "the database of the index in " + folder + " can't be opened: " + e.getMessage()
                            + "; it can be rebuilt: delete the folder, and the next opening of the archive replays all receipts",
                    e);
        }
    }
}
