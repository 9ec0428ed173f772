package org.diconde4j.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import org.diconde4j.storage.RecordContent;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.tck.RecordsContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcRecordsTest extends RecordsContract {
    @Override
    protected Records open(Path folder) {
        return StorageProviders.openRecords(Server.uri(folder));
    }

    @Test
    void puts_a_damaged_record_aside_and_gives_its_place_free(@TempDir Path folder) throws SQLException {
        try (Records records = open(folder)) {
            records.put("step", "1", Records.NEW, RecordContent.EMPTY);
            records.put("step", "2", Records.NEW, RecordContent.EMPTY);
            Server.sql("update " + Server.schema(folder)
                    + ".record set document = overlay(document placing '\\x00'::bytea from 9) where id = '1'");
            assertThat(records.list("step").toList()).hasSize(1);
            assertThat(records.findings()).hasSize(1).allMatch(f -> f.contains("record 1 of kind step"));
            assertThat(records.kinds()).containsExactly("step");
            assertThat(records.put("step", "1", Records.NEW, RecordContent.EMPTY)
                            .done())
                    .isTrue();
        }
    }

    @Test
    void are_not_offered_where_a_commit_is_not_synced(@TempDir Path folder) {
        assertThatThrownBy(() -> StorageProviders.openRecords(URI.create("h2:" + folder)))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("H2 does not sync each commit");
    }
}
