package org.diconde4j.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.UnsupportedFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {
    @TempDir
    Path folder;

    private Index open() {
        return StorageProviders.openIndex(StorageProviders.uri("jdbc:h2:file", folder), OpenOptions.defaults());
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("index"), "sa", "");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void refuses_a_newer_schema_in_words_and_changes_nothing() throws SQLException {
        try (Index index = open()) {
            assertThat(index.counts().instances()).isZero();
        }
        sql("update \"schema_history\" set \"version\" = '8' where \"version\" = '2'");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(UnsupportedFormatException.class)
                    .hasMessageContaining("schema version 8, which a newer diconde4j wrote");
        }
    }

    @Test
    void refuses_a_database_that_is_something_else() throws SQLException {
        sql("create table invoices (id int)");
        assertThatThrownBy(this::open)
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("invoices");
        sql("select * from invoices");
    }

    @Test
    void begins_anew_where_making_the_tables_was_broken_off() throws SQLException {
        sql("create table component (id int)");
        try (Index index = open()) {
            assertThat(index.counts().components()).isZero();
        }
    }

    @Test
    void is_ready_before_its_tables_are() {
        try (Index index = open()) {
            assertThat(index.appliedSequence()).isZero();
        }
        try (Index index = open()) {
            assertThat(index.counts().components()).isZero();
        }
    }
}
