package org.diconde4j.storage.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.diconde4j.storage.DirectoryLock;
import org.diconde4j.storage.StorageException;

/**
 * The database below an index: folder, lock, connections, schema.
 *
 * <p>Opening does itself what can go wrong for its owner (lock, version, state), by plain JDBC; Jakarta Persistence, which takes
 * a second in a fresh JVM, is booted beside, and waited for by the first who needs it.
 */
final class Database implements AutoCloseable {
    private final Path folder;
    private final DirectoryLock lock;
    private final HikariDataSource source;
    private final long appliedAtOpen;
    private final CompletableFuture<EntityManagerFactory> persistence = new CompletableFuture<>();

    /** Done when there are tables, which is long before persistence is booted. */
    private final CompletableFuture<Void> tables = new CompletableFuture<>();

    private final Thread boot;
    private volatile boolean closed;

    private Database(Path folder, DirectoryLock lock, HikariDataSource source, String fingerprint) {
        this.folder = folder;
        this.lock = lock;
        this.source = source;
        int version = Schema.version(source, folder);
        boolean fresh = version == 0; // nothing to be refused or migrated, so that its tables can be made beside, too
        if (!fresh && version < Schema.VERSION) {
            Schema.migrate(source);
        }
        this.appliedAtOpen = fresh ? 0 : state(fingerprint);
        if (!fresh) {
            tables.complete(null);
        }
        this.boot = new Thread(() -> boot(fresh, fingerprint), "diconde4j-index-boot");
        boot.setDaemon(true);
        boot.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        boot.start();
    }

    static Database open(Path folder, String fingerprint) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StorageException("the folder " + folder + " of the index can't be made: " + e, e);
        }
        DirectoryLock lock = DirectoryLock.acquire(folder);
        HikariDataSource source = null;
        try {
            source = source(folder);
            return new Database(folder, lock, source, fingerprint);
        } catch (RuntimeException e) {
            if (source != null) {
                shutdown(source);
            }
            lock.close();
            if (e instanceof StorageException) {
                throw e;
            }
            throw new StorageException(
                    "the index in " + folder + " can't be opened: " + e.getMessage()
                            + "; it can be rebuilt: delete the folder, and the next opening of the archive replays all receipts",
                    e);
        }
    }

    private static HikariDataSource source(Path folder) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("diconde4j " + folder);
        config.setDriverClassName("org.h2.Driver");
        // No delay: a killed process loses no committed row. The delay of closing keeps H2 from closing between
        // connections.
        config.setJdbcUrl("jdbc:h2:file:" + folder.resolve("index").toString().replace('\\', '/')
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000;QUERY_CACHE_SIZE=64");
        config.setUsername("sa");
        config.setPassword("");
        config.setMaximumPoolSize(16);
        config.setMinimumIdle(0);
        config.setIdleTimeout(Duration.ofMinutes(1).toMillis());
        config.setConnectionTimeout(Duration.ofSeconds(30).toMillis());
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    /** How far the index has come; empties it if it was built in another way. */
    private long state(String fingerprint) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("select applied_sequence, fingerprint from state")) {
            row.next();
            if (row.getString(2).equals(fingerprint)) {
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw failed("its state can't be read", e);
        }
        clear(fingerprint);
        return 0;
    }

    /** Empties the index. */
    void clearAll(String fingerprint) {
        persistence();
        clear(fingerprint);
    }

    /**
     * Empties all tables. The fingerprint goes first and comes back last, so that a crash in between is seen at the next opening
     * and all is emptied again.
     */
    private void clear(String fingerprint) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("update state set applied_sequence = 0, fingerprint = ''");
            for (String table : List.of("instance", "series", "study", "component", "quarantine")) {
                statement.execute("truncate table " + table);
            }
            try (PreparedStatement last = connection.prepareStatement("update state set fingerprint = ?")) {
                last.setString(1, fingerprint);
                last.executeUpdate();
            }
        } catch (SQLException e) {
            throw failed("it can't be emptied", e);
        }
    }

    private StorageException failed(String what, SQLException e) {
        return new StorageException("the index in " + folder + " does not work: " + what + ": " + e.getMessage(), e);
    }

    long appliedAtOpen() {
        return appliedAtOpen;
    }

    private void boot(boolean fresh, String fingerprint) {
        try {
            if (fresh) {
                Schema.migrate(source);
                state(fingerprint);
            }
            tables.complete(null);
            persistence.complete(Persistence.boot(source));
        } catch (RuntimeException | Error e) {
            tables.completeExceptionally(e);
            persistence.completeExceptionally(e);
        }
    }

    EntityManagerFactory persistence() {
        if (closed) {
            throw new StorageException("the index in " + folder + " is closed");
        }
        try {
            return persistence.join();
        } catch (CompletionException e) {
            throw new StorageException("Jakarta Persistence can't be booted for " + folder + ": " + e.getCause(), e);
        }
    }

    /** What to ask the tables. */
    interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    /** Asks without Jakarta Persistence, so that the first answers after opening need not wait for it. */
    <T> T read(Question<T> question) {
        if (closed) {
            throw new StorageException("the index in " + folder + " is closed");
        }
        try {
            tables.join();
        } catch (CompletionException e) {
            throw new StorageException("the tables of the index in " + folder + " can't be made: " + e.getCause(), e);
        }
        try (Connection connection = source.getConnection()) {
            return question.ask(connection);
        } catch (SQLException e) {
            throw failed("it can't answer", e);
        }
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (lock) {
            persistence
                    .handle((factory, failure) -> factory)
                    .thenAccept(factory -> {
                        if (factory != null) {
                            factory.close();
                        }
                    })
                    .join();
            joinBoot();
            shutdown(source);
        }
    }

    private void joinBoot() {
        boolean interrupted = false;
        while (boot.isAlive()) {
            try {
                boot.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void shutdown(HikariDataSource source) {
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
}
