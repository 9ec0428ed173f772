package org.diconde4j.media;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.stream.Stream;
import org.diconde4j.fuzz.Harmless;
import org.junit.jupiter.params.provider.MethodSource;

/** Directories that mean harm: offsets that lead in circles, out of the file or into values, names that climb out. */
public class DirectoryFuzzTest {
    public static Stream<byte[]> directories() throws IOException {
        return Stream.of(
                RawDirectory.withFiles("A\\B", "C").bytes(),
                RawDirectory.withFiles("A").bent(offset -> offset + 2).bytes(),
                RawDirectory.of(
                                0,
                                1,
                                new RawDirectory.Record(1, 2, "PATIENT"),
                                new RawDirectory.Record(-1, -1, "PATIENT"),
                                new RawDirectory.Record(-1, -1, 0, "STUDY", null))
                        .bytes());
    }

    @MethodSource("directories")
    @FuzzTest
    public void a_directory_is_refused_or_stays_within_its_folder(byte[] input) {
        Harmless.isTaken(input, () -> {
            DicomDirectory directory =
                    DirectoryReader.lenient().withLimits(Harmless.LIMITS).read(new ByteArrayInputStream(input));
            directory.all().forEach(record -> {
                Harmless.walk(record.attributes());
                FileId file = record.fileId();
                if (file != null && file.components().stream().anyMatch(c -> c.equals("..") || c.contains("/"))) {
                    throw new AssertionError("a name that leads out of the folder: " + file);
                }
            });
        });
    }
}
