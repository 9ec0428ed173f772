package org.diconde4j.storage.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.diconde4j.storage.StorageException;

/**
 * The database below an index: connections, schema, transactions.
 *
 * <p>Opening does itself what can go wrong for its owner (lock, version, state), by plain JDBC; Jakarta Persistence, which takes
 * a second in a fresh JVM, is booted beside, and waited for by the first who needs it.
 */
final class Database implements AutoCloseable {
    private final Dialect dialect;
    private final HikariDataSource source;
    private final long appliedAtOpen;
    private final CompletableFuture<EntityManagerFactory> persistence = new CompletableFuture<>();

    /** Done when there are tables, which is long before persistence is booted. */
    private final CompletableFuture<Void> tables = new CompletableFuture<>();

    private final Thread boot;
    private volatile boolean closed;

    private Database(Dialect dialect, HikariDataSource source, String fingerprint) {
        this.dialect = dialect;
        this.source = source;
        int version = Schema.version(source, dialect);
        // Nothing to be refused or migrated, so that its tables can be made beside, too; not if another node may do so.
        boolean fresh = version == 0 && !dialect.isShared();
        if (!fresh && version < Schema.VERSION) {
            Schema.migrate(source, dialect);
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

    static Database open(Dialect dialect, String fingerprint) {
        HikariDataSource source = null;
        try {
            source = connect(dialect, "index");
            return new Database(dialect, source, fingerprint);
        } catch (RuntimeException e) {
            if (source != null) {
                dialect.shutDown(source);
            }
            dialect.close();
            throw e;
        }
    }

    /** Makes a pool of connections; all of its waits end. */
    static HikariDataSource connect(Dialect dialect, String what) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("diconde4j " + what + " in " + dialect.place().replace(':', ' '));
        config.setMaximumPoolSize(16);
        config.setMinimumIdle(0);
        config.setIdleTimeout(Duration.ofMinutes(1).toMillis());
        config.setConnectionTimeout(Duration.ofSeconds(30).toMillis());
        try {
            dialect.configure(config);
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw new StorageException(
                    "the " + what + " in " + dialect.place() + " can't be opened: " + rootMessage(e) + "; "
                            + dialect.remedy(),
                    e);
        }
    }

    static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    Dialect dialect() {
        return dialect;
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

    /** How far the index has come, whoever brought it there. */
    long applied() {
        return read(connection -> Condition.of("select applied_sequence from state")
                .list(connection, row -> row.getLong(1))
                .get(0));
    }

    /** Which life of the index this is. */
    String epoch() {
        return read(connection -> Condition.of("select epoch from state")
                .list(connection, row -> row.getString(1))
                .get(0));
    }

    /** Empties the index. */
    void clearAll(String fingerprint) {
        persistence();
        clear(fingerprint);
    }

    /**
     * Empties all tables. On H2, where emptying a table ends a transaction, the fingerprint goes first and comes back last, so that a
     * crash in between is seen at the next opening and all is emptied again. On PostgreSQL it is one transaction.
     */
    private void clear(String fingerprint) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try {
                statement.executeUpdate(
                        "update state set applied_sequence = 0, ahead = '', generation = generation + 1,"
                                + " fingerprint = '', components = 0, studies = 0, series = 0, instances = 0, quarantined = 0,"
                                + " bytes = 0");
                for (String table : List.of(
                        "instance_version",
                        "deleted_instance",
                        "instance",
                        "series",
                        "study",
                        "component",
                        "quarantine",
                        "attribute_value",
                        "tally")) {
                    statement.execute("truncate table " + table);
                }
                try (PreparedStatement last =
                        connection.prepareStatement("update state set fingerprint = ?, epoch = ?")) {
                    last.setString(1, fingerprint);
                    last.setString(2, UUID.randomUUID().toString());
                    last.executeUpdate();
                }
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw failed("it can't be emptied", e);
        }
    }

    private StorageException failed(String what, Exception e) {
        return failure("the index in " + dialect.place(), what, e);
    }

    /** What its user is told. */
    static StorageException failure(String where, String what, Exception e) {
        return new StorageException(
                where + " does not work: " + what + ": " + rootMessage(e)
                        + (isOutOfReach(e)
                                ? "; try again: what was to be written is there as a whole or not at all"
                                : ""),
                e);
    }

    long appliedAtOpen() {
        return appliedAtOpen;
    }

    private void boot(boolean fresh, String fingerprint) {
        try {
            if (fresh) {
                Schema.migrate(source, dialect);
                state(fingerprint);
            }
            tables.complete(null);
            persistence.complete(Persistence.boot(source, dialect.persistence()));
        } catch (RuntimeException | Error e) {
            tables.completeExceptionally(e);
            persistence.completeExceptionally(e);
        }
    }

    EntityManagerFactory persistence() {
        if (closed) {
            throw new StorageException("the index in " + dialect.place() + " is closed");
        }
        try {
            return persistence.join();
        } catch (CompletionException e) {
            throw new StorageException(
                    "Jakarta Persistence can't be booted for " + dialect.place() + ": " + e.getCause(), e);
        }
    }

    /** What to ask the tables. */
    interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    /** Asks without Jakarta Persistence, so that the first answers after opening need not wait for it. */
    <T> T read(Question<T> question) {
        if (closed) {
            throw new StorageException("the index in " + dialect.place() + " is closed");
        }
        try {
            tables.join();
        } catch (CompletionException e) {
            throw new StorageException(
                    "the tables of the index in " + dialect.place() + " can't be made: " + e.getCause(), e);
        }
        try (Connection connection = source.getConnection()) {
            return question.ask(connection);
        } catch (SQLException e) {
            throw failed("it can't answer", e);
        }
    }

    /** Changes tables as a whole or not at all, while no batch of entries and no other such change is on its way. */
    <T> T write(Question<T> change) {
        return read(connection -> {
            connection.setAutoCommit(false);
            try {
                Condition.of("select id from state for update").list(connection, row -> row.getLong(1));
                T done = change.ask(connection);
                connection.commit();
                return done;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        });
    }

    /** Asks by Jakarta Persistence. */
    <T> T ask(Function<EntityManager, T> question) {
        try (EntityManager em = persistence().createEntityManager()) {
            return question.apply(em);
        } catch (PersistenceException e) {
            throw failed("it can't answer", e);
        }
    }

    /** Does something as a whole or not at all. */
    <T> T inTransaction(Function<EntityManager, T> work) {
        try (EntityManager em = persistence().createEntityManager()) {
            em.getTransaction().begin();
            try {
                T done = work.apply(em);
                em.getTransaction().commit();
                return done;
            } catch (RuntimeException e) {
                // Hibernate's find() answers null where the connection broke, of which only the mark is left.
                boolean broken =
                        em.getTransaction().isActive() && em.getTransaction().getRollbackOnly();
                rollBack(em, e);
                // Statements of our own within its session come out of it with their SQLException wrapped once more.
                boolean ofDatabase = broken || isOutOfReach(e);
                throw ofDatabase && !(e instanceof StorageException) ? failed("it can't be written to", e) : e;
            }
        } catch (PersistenceException e) {
            throw failed("it can't be written to", e);
        }
    }

    /** Takes everything back, which fails as well when it failed because the connection is gone: that is not to be told. */
    private static void rollBack(EntityManager em, RuntimeException because) {
        try {
            if (em.getTransaction().isActive()) {
                em.getTransaction().rollback();
            }
        } catch (RuntimeException e) {
            because.addSuppressed(e);
        }
    }

    /** Whether a failure says that there is no database at the moment, and nothing about what was asked of it. */
    static boolean isOutOfReach(Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof SQLException sql) {
                String state = sql.getSQLState();
                // 08: connection, 57P: server shuts down or starts (PostgreSQL, appendix A); none: it is not from the
                // database, but from the pool, of a connection that broke.
                if (sql instanceof SQLTransientException
                        || state == null
                        || state.startsWith("08")
                        || state.startsWith("57P")) {
                    return true;
                }
            }
            for (Throwable suppressed : e.getSuppressed()) {
                if (isOutOfReach(suppressed)) {
                    return true;
                }
            }
        }
        return false;
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
        try (dialect) {
            persistence
                    .handle((factory, failure) -> factory)
                    .thenAccept(factory -> {
                        if (factory != null) {
                            factory.close();
                        }
                    })
                    .join();
            joinBoot();
            dialect.shutDown(source);
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
}
