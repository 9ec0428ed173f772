package org.diconde4j.storage.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;

/** What differs between the databases, and where one of them is. */
interface Dialect extends AutoCloseable {
    /** Where it is, in words for people: never with a password. */
    String place();

    /** What the owner can do if it can't be opened. */
    String remedy();

    /** Whether other processes may have it open at the same time. */
    boolean isShared();

    /** Says how to connect. */
    void configure(HikariConfig config);

    /** The folder of its migrations. */
    String migrations();

    /** The schema that holds the tables, empty for the usual one. */
    String schema();

    /** What Hibernate is told instead of asking the database. */
    Map<String, Object> persistence();

    /** The tables that there are, in lower case. */
    Set<String> tables(Statement statement) throws SQLException;

    /** Removes what is left of making the tables, if that can be broken off. */
    void removeLeftOvers(Statement statement) throws SQLException;

    /** Ends all connections. */
    void shutDown(HikariDataSource source);

    /** Frees what it was locked by. */
    @Override
    void close();
}
