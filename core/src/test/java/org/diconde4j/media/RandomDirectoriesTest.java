package org.diconde4j.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.RandomDatasets;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomParseException;
import org.junit.jupiter.api.Test;

/** Directories of any shape, written and read again; and the same with bytes changed. */
class RandomDirectoriesTest {
    private static final String[] TYPES = {"PATIENT", "STUDY", "SERIES", "IMAGE", "PRIVATE", "RT DOSE"};

    /** A record as it was made, to be compared with what is read. */
    private record Made(Dataset record, List<Made> children) {
        RecordNode node() {
            RecordNode node = new RecordNode("", record);
            children.forEach(child -> node.add(child.node()));
            return node;
        }
    }

    private static List<Made> entity(long seed) {
        return entity(new Random(seed), new RandomDatasets(seed), 0);
    }

    private static List<Made> entity(Random random, RandomDatasets keys, int depth) {
        List<Made> records = new ArrayList<>();
        int count = depth > 4 ? 0 : random.nextInt(depth == 0 ? 6 : 3);
        for (int i = 0; i < count; i++) {
            Dataset.Builder record = RecordNode.begin(TYPES[random.nextInt(TYPES.length)]);
            if (random.nextBoolean()) {
                record.set(Tag.ReferencedFileID, "DICOM", "F" + random.nextInt(1_000_000));
            }
            records.add(new Made(record.setAll(keys.next()).build(), entity(random, keys, depth + 1)));
        }
        return records;
    }

    private static byte[] written(List<Made> root) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Dataset identification = Dataset.builder().set(Tag.FileSetID, "RANDOM").build();
        DirectoryFile.write(
                identification, "2.25.1", root.stream().map(Made::node).toList(), out);
        return out.toByteArray();
    }

    @Test
    void a_directory_that_was_written_is_read_as_it_was_made() throws IOException {
        for (long seed = 0; seed < 20; seed++) {
            List<Made> root = entity(seed);

            DicomDirectory read = DirectoryReader.strict().read(new ByteArrayInputStream(written(root)));

            compare(root, read.records(), "seed " + seed);
        }
    }

    private static void compare(List<Made> expected, List<DirectoryRecord> found, String where) {
        assertThat(found).as(where).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            String here = where + ", record " + i;
            Dataset attributes = found.get(i).attributes().toBuilder()
                    .set(Tag.OffsetOfTheNextDirectoryRecord, 0)
                    .set(Tag.OffsetOfReferencedLowerLevelDirectoryEntity, 0)
                    .build();
            assertThat(attributes.sameContent(expected.get(i).record()))
                    .as(here)
                    .isTrue();
            compare(expected.get(i).children(), found.get(i).children(), here);
        }
    }

    @Test
    void a_directory_with_changed_bytes_is_read_or_refused_but_nothing_else_happens() throws IOException {
        for (long seed = 0; seed < 20; seed++) {
            byte[] sound = written(entity(seed));
            for (int i = 0; i < 30; i++) {
                Random random = new Random(seed * 1000 + i);
                byte[] bytes = sound.clone();
                for (int changes = random.nextInt(4); changes >= 0; changes--) {
                    bytes[132 + random.nextInt(bytes.length - 132)] = (byte) random.nextInt();
                }
                readOrRefuse(bytes, "seed " + seed + ", mutation " + i);
            }
        }
    }

    @Test
    void a_directory_with_offsets_to_anywhere_has_no_more_records_than_were_written() throws IOException {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int count = 1 + random.nextInt(20);
            RawDirectory.Record[] records = new RawDirectory.Record[count];
            for (int i = 0; i < count; i++) {
                records[i] = new RawDirectory.Record(
                        random.nextInt(count + 1) - 1, random.nextInt(count + 1) - 1, TYPES[random.nextInt(4)]);
            }
            byte[] bytes = RawDirectory.of(random.nextInt(count), random.nextInt(count), records)
                    .bent(offset -> random.nextInt(10) == 0 ? random.nextInt(1 << 12) : offset)
                    .bytes();

            DicomDirectory read = readOrRefuse(bytes, "seed " + seed);

            if (read != null) {
                List<Long> offsets = read.all().map(DirectoryRecord::offset).toList();
                assertThat(offsets).as("seed " + seed).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(count);
            }
        }
    }

    private static DicomDirectory readOrRefuse(byte[] bytes, String where) throws IOException {
        try {
            return DirectoryReader.lenient().read(new ByteArrayInputStream(bytes));
        } catch (DicomParseException e) {
            assertThat(e.getMessage()).as(where).isNotBlank();
            return null;
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(where, e);
        }
    }
}
