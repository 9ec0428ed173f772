package org.diconde4j.storage.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.diconde4j.storage.DirectoryLock;
import org.diconde4j.storage.StorageException;

/** An embedded H2 in a folder, locked for one owner. */
final class H2 implements Dialect {
    private final Path folder;
    private final DirectoryLock lock;

    private H2(Path folder, DirectoryLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    static H2 in(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StorageException("the folder " + folder + " of the index can't be made: " + e, e);
        }
        return new H2(folder, DirectoryLock.acquire(folder));
    }

    @Override
    public String place() {
        return folder.toString();
    }

    @Override
    public String remedy() {
        return "it can be rebuilt: delete the folder, and the next opening of the archive replays all receipts";
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public void configure(HikariConfig config) {
        config.setDriverClassName("org.h2.Driver");
        // No delay: a killed process loses no committed row. The delay of closing keeps H2 from closing between
        // connections.
        config.setJdbcUrl("jdbc:h2:file:" + folder.resolve("index").toString().replace('\\', '/')
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000;QUERY_CACHE_SIZE=64");
        config.setUsername("sa");
        config.setPassword("");
        config.setInitializationFailTimeout(-1);
    }

    @Override
    public String migrations() {
        return "h2";
    }

    @Override
    public String schema() {
        return "";
    }

    @Override
    public Map<String, Object> persistence() {
        return Map.of(
                "jakarta.persistence.database-product-name", "H2",
                "jakarta.persistence.database-major-version", 2,
                "jakarta.persistence.database-minor-version", 2);
    }

    @Override
    public Set<String> tables(Statement statement) throws SQLException {
        Set<String> tables = new TreeSet<>();
        try (var rows = statement.executeQuery(
                "select table_name from information_schema.tables where table_schema = 'PUBLIC'")) {
            while (rows.next()) {
                tables.add(rows.getString(1).toLowerCase(Locale.ROOT));
            }
        }
        return tables;
    }

    @Override
    public void removeLeftOvers(Statement statement) throws SQLException {
        statement.execute("drop all objects"); // nothing is in them yet
    }

    @Override
    public void shutDown(HikariDataSource source) {
        try (source;
                Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            // Giving the connection back fails once the database is closed, and H2 would write that to a file each
            // time.
            statement.execute("set trace_level_file 0");
            statement.execute("shutdown");
        } catch (SQLException e) {
            // H2 is closed already, or could not even be opened.
        }
    }

    @Override
    public void close() {
        lock.close();
    }
}
