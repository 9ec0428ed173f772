package org.diconde4j.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.AttributePath;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexedAttribute;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.StorageProviders;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An index whose schema is the one before indexes ended in places: its tables are made by the migrations until then, and hold what they held. */
@Timeout(60)
class UpgradeTest {
    private static final String BEFORE = "6";
    private static final long SEED = Long.getLong("diconde4j.seed", 20261127);
    private static final List<String> TABLES = List.of(
            "component",
            "study",
            "series",
            "instance",
            "instance_version",
            "deleted_instance",
            "quarantine",
            "tally",
            "indexed_attribute",
            "attribute_value",
            "state");

    @TempDir
    Path folder;

    @Test
    void an_index_on_h2_is_brought_to_the_schema_of_today() throws Exception {
        Path before = folder.resolve("before");
        Path now = folder.resolve("now");
        upgrades(
                StorageProviders.uri("h2", now).toString(),
                StorageProviders.uri("h2", before).toString(),
                h2(now),
                h2(before),
                "h2",
                "PUBLIC");
    }

    private static String h2(Path folder) {
        return "jdbc:h2:file:" + folder.resolve("index") + ";USER=sa;PASSWORD=";
    }

    @Test
    void an_index_on_postgresql_is_brought_to_the_schema_of_today() throws Exception {
        Path before = folder.resolve("before");
        Path now = folder.resolve("now");
        upgrades(
                Server.uri(now).toString(),
                Server.uri(before).toString(),
                postgreSql(now),
                postgreSql(before),
                "postgresql",
                Server.schema(before));
    }

    private static String postgreSql(Path folder) {
        return Server.shared().getJdbcUrl("postgres", "postgres") + "&currentSchema=" + Server.schema(folder);
    }

    private static void upgrades(
            String now, String before, String nowJdbc, String beforeJdbc, String migrations, String schema)
            throws Exception {
        AttributePath added = AttributePath.of(Tag.ReferringPhysicianName);
        Arrivals arrivals;
        try (Index index = open(now)) {
            index.addAttribute(added);
            arrivals = new Arrivals(index, 150, SEED);
            arrivals.tell();
            awaitAttributes(index);
        }
        Flyway.configure()
                .loggers("slf4j")
                .dataSource(beforeJdbc, null, null)
                .table("schema_history")
                .schemas(schema)
                .locations("classpath:org/diconde4j/storage/jdbc/" + migrations)
                .target(BEFORE)
                .load()
                .migrate();
        try (Connection from = DriverManager.getConnection(nowJdbc);
                Connection to = DriverManager.getConnection(beforeJdbc)) {
            for (String table : TABLES) {
                copy(from, to, table);
            }
        }
        try (Index index = open(before)) {
            awaitAttributes(index); // what was added is taken in anew
            assertThat(index.attributes()).extracting(IndexedAttribute::path).contains(added);
            arrivals.compare("upgraded", index);
        }
    }

    private static Index open(String uri) {
        return StorageProviders.openIndex(URI.create(uri), OpenOptions.defaults());
    }

    private static void awaitAttributes(Index index) throws InterruptedException {
        while (!index.attributes().stream().allMatch(IndexedAttribute::ready)) {
            Thread.sleep(5);
        }
    }

    /** The columns that there were, with what they say now. */
    private static void copy(Connection from, Connection to, String table) throws SQLException {
        try (Statement read = from.createStatement();
                Statement write = to.createStatement()) {
            write.executeUpdate("delete from " + table);
            List<String> columns = columns(write, table);
            String marks = String.join(", ", Collections.nCopies(columns.size(), "?"));
            String names = String.join(", ", columns);
            try (ResultSet rows =
                            read.executeQuery("select " + names.replace("raised", "0 as raised") + " from " + table);
                    PreparedStatement insert =
                            to.prepareStatement("insert into " + table + " (" + names + ") values (" + marks + ")")) {
                while (rows.next()) {
                    for (int i = 1; i <= columns.size(); i++) {
                        insert.setObject(i, rows.getObject(i));
                    }
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        }
    }

    private static List<String> columns(Statement statement, String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (ResultSet none = statement.executeQuery("select * from " + table + " where 1 = 0")) {
            ResultSetMetaData all = none.getMetaData();
            for (int i = 1; i <= all.getColumnCount(); i++) {
                columns.add(all.getColumnName(i).toLowerCase(Locale.ROOT));
            }
        }
        return columns;
    }
}
