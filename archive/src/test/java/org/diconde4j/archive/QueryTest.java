package org.diconde4j.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.diconde4j.archive.Objects.image;
import static org.diconde4j.archive.Objects.object;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Selection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryTest {
    private final Archive archive = Archive.builder()
            .objects(URI.create("memory:query"))
            .index(URI.create("memory:query"))
            .findLimit(5)
            .open();

    @BeforeEach
    void fill() throws IOException {
        for (int study = 1; study <= 3; study++) {
            for (int instance = 1; instance <= 2; instance++) {
                archive.store(object(image(study, 1, instance)
                        .set(Tag.PatientID, "SN-000" + study)
                        .set(Tag.EthnicGroup, "TITANIUM")
                        .build()));
            }
        }
    }

    @AfterEach
    void close() {
        archive.close();
    }

    @Test
    void finds_by_keyword_by_diconde_name_by_wildcard_and_by_range() {
        assertThat(ids(archive.find().where(Tag.PatientID, "SN-000*")))
                .containsExactly("SN-0001", "SN-0002", "SN-0003");
        assertThat(ids(archive.find().where("Component ID Number", "SN-0002"))).containsExactly("SN-0002");
        assertThat(ids(archive.find().where("StudyDate", "20261122-"))).containsExactly("SN-0002", "SN-0003");
        assertThat(ids(archive.find().where("PatientID", "SN-0001", "SN-0003"))).containsExactly("SN-0001", "SN-0003");
        assertThatThrownBy(() -> archive.find().where("Komponente", "x")).hasMessageContaining("Komponente");
    }

    @Test
    void orders_pages_limits_and_counts() {
        assertThat(ids(archive.find().newestFirst())).containsExactly("SN-0003", "SN-0002", "SN-0001");
        assertThat(ids(archive.find().offset(1).limit(1))).containsExactly("SN-0002");
        assertThat(archive.find().instances().list()).hasSize(5);
        assertThat(archive.find().instances().count()).isEqualTo(6);
        assertThat(archive.find().components().where("PatientID", "nobody").first())
                .isEmpty();
        try (var stream = archive.find().series().stream()) {
            assertThat(stream.map(found -> found.string(Tag.SeriesInstanceUID)))
                    .containsExactly("1.2.3.1.1", "1.2.3.2.1", "1.2.3.3.1");
        }
    }

    @Test
    void ends_when_its_cursor_is_closed() {
        Cursor<Dataset> cursor = archive.find().instances().cursor();
        cursor.next();
        cursor.close();
        assertThat(cursor.hasNext()).isFalse();
    }

    @Test
    void writes_stored_files_out_and_never_over_others(@TempDir Path out) throws IOException {
        List<Path> files = archive.retrieve("1.2.3.1").to(out);

        assertThat(files).hasSize(2).allMatch(Files::isRegularFile);
        assertThat(archive.retrieve("1.2.3.1").to(out)).isEqualTo(files);
        Files.writeString(files.get(0), "precious");
        assertThatThrownBy(() -> archive.retrieve("1.2.3.1").to(out)).hasMessageContaining("in the way");
        assertThat(files.get(0)).hasContent("precious");
    }

    @Test
    void reads_objects_whose_bulk_values_stay_in_the_store() throws IOException {
        var objects = archive.retrieve("1.2.3.2").objects();

        assertThat(objects).hasSize(2);
        assertThat(objects.get(0).dataset().get(Tag.PixelData).bytes()).hasSize(2 * 64 * 64);
    }

    @Test
    void tells_the_metadata_of_a_study_without_opening_its_objects_and_whatever_the_limit_of_answers() {
        try (Cursor<Dataset> metadata =
                archive.retrieve(Selection.series("1.2.3.2.1")).metadata()) {
            Dataset first = metadata.next();
            assertThat(first.string(Tag.SOPInstanceUID)).isEqualTo("1.2.3.2.1.1");
            assertThat(first.string(Tag.PatientID)).isEqualTo("SN-0002");
            assertThat(first.integer(Tag.Rows, 0)).isEqualTo(64);
            assertThat(first.get(Tag.PixelData).bulkData().source())
                    .as("where the pixels could be read")
                    .isNull();
        }
        assertThat(archive.retrieve(Selection.all()).metadata().toList()).hasSize(6);
        assertThat(archive.retrieve("1.9").metadata().toList()).isEmpty();
    }

    private static List<String> ids(Query query) {
        return query.list().stream().map(found -> found.string(Tag.PatientID)).toList();
    }
}
