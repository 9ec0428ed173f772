package org.diconde4j.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Query;
import org.diconde4j.archive.Verification;
import org.diconde4j.archive.outbox.OutboxEntry;
import org.diconde4j.archive.workflow.WorklistItem;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomJson;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.QuarantineEntry;
import org.diconde4j.storage.UnsupportedFormatException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive that the version of commit 518501a wrote; {@code archive-format-1.md} says how. */
class RaisedArchiveTest {
    @TempDir
    Path temp;

    private Path data;

    @BeforeEach
    void unpack() throws IOException {
        try (InputStream in = RaisedArchiveTest.class.getResourceAsStream("archive-format-1.zip");
                ZipInputStream zip = new ZipInputStream(Objects.requireNonNull(in))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = temp.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.write(file, zip.readAllBytes());
                }
            }
        }
        data = temp.resolve("archive");
    }

    private void answers_as_before(Archive archive) throws IOException {
        for (Level level : Level.values()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (DicomJson.Array array = DicomJson.inline().array(out);
                    Cursor<Dataset> answers = query(archive, level).cursor()) {
                while (answers.hasNext()) {
                    array.add(answers.next());
                }
            }
            Path before = temp.resolve("answers").resolve(level.name().toLowerCase(java.util.Locale.ROOT) + ".json");
            assertThat(out.toString(StandardCharsets.UTF_8).strip())
                    .as("%s", level)
                    .isEqualTo(Files.readString(before).strip());
        }
    }

    /** What the command find asked for beside what every answer has. */
    private static Query query(Archive archive, Level level) {
        Query query = archive.find().level(level);
        return switch (level) {
            case COMPONENT ->
                query.where(Tag.NumberOfPatientRelatedStudies)
                        .where(Tag.NumberOfPatientRelatedSeries)
                        .where(Tag.NumberOfPatientRelatedInstances);
            case STUDY ->
                query.where(Tag.ModalitiesInStudy)
                        .where(Tag.SOPClassesInStudy)
                        .where(Tag.NumberOfStudyRelatedSeries)
                        .where(Tag.NumberOfStudyRelatedInstances);
            case SERIES -> query.where(Tag.NumberOfSeriesRelatedInstances);
            case INSTANCE -> query;
        };
    }

    private static List<String> findings(Archive archive, Verification.Report expected) {
        List<String> problems = new ArrayList<>();
        assertThat(archive.verify().run(finding -> problems.add(finding.problem())))
                .isEqualTo(expected);
        return problems;
    }

    @Test
    void it_opens_with_all_that_was_in_it() throws IOException {
        Map<String, Digest> files = new HashMap<>();
        try (Stream<Path> all = Files.walk(data.resolve("objects/studies"))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(file.getFileName().toString(), Digest.of(Files.readAllBytes(file)));
            }
        }
        try (Archive archive = Archive.open(data).awaitReady()) {
            assertThat(archive.findings()).isEmpty();
            answers_as_before(archive);
            Map<String, Digest> read = new HashMap<>();
            try (Cursor<Dataset> studies = archive.find().studies().cursor()) {
                while (studies.hasNext()) {
                    archive.retrieve(studies.next().string(Tag.StudyInstanceUID, ""))
                            .forEach((instance, in) ->
                                    read.put(instance.sopInstanceUid() + ".dcm", Digest.of(in.readAllBytes())));
                }
            }
            assertThat(read).isEqualTo(files).hasSize(9);
            assertThat(archive.quarantine().list())
                    .extracting(QuarantineEntry::id)
                    .containsExactly("10", "11");
            assertThat(archive.worklist().items().toList())
                    .extracting(WorklistItem::id)
                    .containsExactly("x_2_2e25_2e70000000000000000000013_2f_53_54_45_50-7");
            assertThat(archive.outbox().count("PACS", OutboxEntry.State.QUEUED)).isEqualTo(2);
            assertThat(findings(archive, new Verification.Report(11, 0, 0))).isEmpty();
        }
    }

    @Test
    void it_has_the_newest_versions_after_opening() throws Exception {
        Path fresh = temp.resolve("fresh");
        for (Path folder : List.of(fresh, data)) {
            try (Archive archive = Archive.open(folder).awaitReady()) {
                archive.worklist().items().close();
            }
        }
        for (String folder : List.of("objects", "records")) {
            assertThat(format(data.resolve(folder)))
                    .as(folder)
                    .isEqualTo(format(fresh.resolve(folder)))
                    .contains("format ");
        }
        assertThat(schema(data)).isEqualTo(schema(fresh)).isPositive();
        try (Archive archive = Archive.open(data)) {
            answers_as_before(archive);
            archive.reindex();
            answers_as_before(archive);
            assertThat(findings(archive, new Verification.Report(11, 0, 0))).isEmpty();
        }
    }

    private static String format(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve("format")).get(0);
    }

    private static Connection database(Path data) throws SQLException {
        return DriverManager.getConnection("jdbc:h2:file:" + data.resolve("index/index") + ";IFEXISTS=TRUE", "sa", "");
    }

    private static int schema(Path data) throws SQLException {
        try (Connection database = database(data);
                var statement = database.createStatement();
                var row = statement.executeQuery("select max(cast(\"version\" as int)) from \"schema_history\"")) {
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void objects_of_a_newer_version_are_refused_in_words_and_left_alone() throws IOException {
        Path format = data.resolve("objects/format");
        Files.writeString(format, Files.readString(format).replaceFirst("format [0-9]+", "format 99"));
        String before = Files.readString(format);
        assertThatThrownBy(() -> Archive.open(data))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("format 99, which a newer diconde4j wrote")
                .hasMessageContaining("nothing was changed");
        assertThat(Files.readString(format)).isEqualTo(before);
    }

    @Test
    void records_of_a_newer_version_are_refused_in_words() throws IOException {
        Path format = data.resolve("records/format");
        Files.writeString(format, Files.readString(format).replaceFirst("format [0-9]+", "format 99"));
        try (Archive archive = Archive.open(data)) {
            assertThatThrownBy(() -> archive.worklist().items())
                    .isInstanceOf(UnsupportedFormatException.class)
                    .hasMessageContaining("format 99, which a newer diconde4j wrote");
        }
    }

    @Test
    void an_index_of_a_newer_version_is_refused_in_words_and_objects_are_still_taken_care_of() throws Exception {
        try (Connection database = database(data);
                var statement = database.createStatement()) {
            statement.execute(
                    "insert into \"schema_history\" (\"installed_rank\", \"version\", \"description\", \"type\","
                            + " \"script\", \"installed_by\", \"execution_time\", \"success\") values (99, '99', 'newer', 'SQL',"
                            + " 'V99__newer.sql', 'test', 1, true)");
        }
        try (Archive archive = Archive.open(data)) {
            assertThatThrownBy(archive::awaitReady)
                    .isInstanceOf(UnsupportedFormatException.class)
                    .hasMessageContaining("schema version 99, which a newer diconde4j wrote")
                    .hasMessageContaining("nothing was changed");
            assertThat(findings(archive, new Verification.Report(11, 0, 0))).isEmpty();
        }
    }
}
