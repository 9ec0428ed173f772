package org.diconde4j.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexEntry;
import org.diconde4j.storage.IndexQuery;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Selection;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.UnsupportedFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgreSqlTest {
    @TempDir
    Path folder;

    private Index open() {
        return StorageProviders.openIndex(Server.uri(folder), OpenOptions.defaults());
    }

    @Test
    void takes_user_and_password_from_any_form_of_uri() {
        for (String uri : List.of(
                "postgresql://ndt:s%40cret@db:5433/archive?schema=lab&sslmode=require",
                "jdbc:postgresql://db:5433/archive?user=ndt&password=s%40cret&currentSchema=lab&sslmode=require")) {
            PostgreSql at = PostgreSql.at(URI.create(uri));
            assertThat(at.schema()).isEqualTo("lab");
            assertThat(at.uri().toString())
                    .startsWith("postgresql://ndt@db:5433/archive?")
                    .contains("sslmode=require", "chema=lab")
                    .doesNotContain("cret");
            assertThat(at.place()).isEqualTo("schema lab of postgresql://db:5433/archive");
        }
        assertThat(PostgreSql.at(URI.create("postgresql://a,b:5433/archive")).schema())
                .isEqualTo("diconde4j");
    }

    @Test
    void tells_no_password_when_it_cannot_be_opened() {
        int port = Server.shared().getPort();
        for (String uri : List.of(
                "postgresql://postgres:s3cret@localhost:1/postgres",
                "postgresql://postgres:s3cret@localhost:" + port + "/nothing",
                "postgresql://postgres:s3cret@localhost:" + port,
                "postgresql://postgres:s3cret@localhost:" + port + "/postgres?schema=a;drop")) {
            assertThatThrownBy(() -> StorageProviders.openIndex(URI.create(uri), OpenOptions.defaults()))
                    .isInstanceOf(StorageException.class)
                    .satisfies(e -> {
                        StringWriter all = new StringWriter();
                        e.printStackTrace(new PrintWriter(all));
                        assertThat(all.toString()).doesNotContain("s3cret");
                    });
        }
        assertThat(StorageProviders.withoutSecrets(URI.create("postgresql://a:s3cret@db/x?password=s3cret")))
                .isEqualTo("postgresql://a@db/x");
    }

    @Test
    void refuses_a_schema_that_is_something_else() throws SQLException {
        String schema = Server.schema(folder);
        Server.sql("create schema " + schema, "create table " + schema + ".invoices (id int)");
        assertThatThrownBy(this::open)
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("invoices");
        Server.sql(
                "create table " + schema + ".schema_history (version text, success boolean)",
                "insert into " + schema + ".schema_history values ('1', true)");
        assertThatThrownBy(this::open)
                .as("the history of somebody else")
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("invoices");
        Server.sql("select * from " + schema + ".invoices");
    }

    @Test
    void refuses_a_newer_schema_in_words() throws SQLException {
        open().close();
        Server.sql("update " + Server.schema(folder) + ".schema_history set version = '77' where version is not null");
        assertThatThrownBy(this::open)
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("schema version 77, which a newer diconde4j wrote");
    }

    @Test
    void takes_texts_that_a_database_would_not() {
        try (Index index = open()) {
            IndexEntry usual = Entries.of(1);
            String odd = "1.2\0" + "3".repeat(5000);
            Dataset attributes = usual.attributes().toBuilder()
                    .set(Tag.SOPInstanceUID, VR.UI, odd)
                    .set(Tag.PatientID, VR.LO, "SN\0-7")
                    .set(Tag.PatientName, VR.PN, "\uD83D\uDD27^\0")
                    .build();
            IndexEntry entry = new IndexEntry(Entries.receipt(1, "1.2", "1.2.3", odd), attributes);
            index.apply(List.of(entry));
            InstanceRef found = index.instance(odd);
            assertThat(found)
                    .isNotNull()
                    .extracting(InstanceRef::sopInstanceUid)
                    .isEqualTo(odd);
            assertThat(index.instances(Selection.instances(odd)).toList()).hasSize(1);
            assertThat(index.find(IndexQuery.of(
                                    Level.STUDY,
                                    Dataset.builder()
                                            .set(Tag.PatientName, VR.PN, "\uD83D\uDD27*")
                                            .set(Tag.SpecificCharacterSet, "ISO_IR 192")
                                            .build()))
                            .toList())
                    .hasSize(1);
            index.apply(List.of(entry, Entries.of(2)));
            assertThat(index.counts().instances()).isEqualTo(2);
        }
    }

    @Test
    void takes_lists_of_uids_nearly_as_long_as_its_protocol_has_room_for() {
        try (Index index = open()) {
            index.apply(List.of(Entries.of(1), Entries.of(2)));
            List<String> uids = new ArrayList<>(List.of(Entries.uid(2)));
            for (int i = 1; i < 60_000; i++) {
                uids.add("1.2.3.9." + i);
            }
            assertThat(index.instances(Selection.instances(uids.toArray(String[]::new)))
                            .toList())
                    .hasSize(1);
        }
    }

    @Test
    void says_that_nothing_is_new_only_where_it_could_say_that_something_is() throws SQLException {
        String state = Server.schema(folder) + ".state";
        try (Index index = open()) {
            index.apply(List.of(Entries.of(1)));
            Server.sql("alter table " + state + " add constraint nothing_more check (generation < 0) not valid");
            assertThatThrownBy(() -> index.apply(List.of(Entries.of(2)))).isInstanceOf(StorageException.class);
            assertThatThrownBy(() -> index.replayedTo(index.appliedSequence())).isInstanceOf(StorageException.class);
            Server.sql("alter table " + state + " drop constraint nothing_more");
            index.replayedTo(index.appliedSequence());
            index.apply(List.of(Entries.of(2)));
            assertThat(index.appliedSequence()).isEqualTo(2);
        }
    }
}
