package org.diconde4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.diconde4j.data.Bytes;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that end early, wherever it is. */
class TruncationTest {
    @Test
    void all_that_stands_before_the_cut_is_given_on_wish(@TempDir Path folder) throws IOException {
        for (int seed = 0; seed < 140; seed++) {
            byte[] bytes = new ConformantFiles(seed).file();
            Dataset whole =
                    DicomReader.strict().read(new ByteArrayInputStream(bytes)).dataset();
            Random random = new Random(seed);
            for (int i = 0; i < 12; i++) {
                int length = 140 + random.nextInt(bytes.length - 140);
                String what = "seed " + seed + " cut at " + length + " of " + bytes.length;
                byte[] cut = Arrays.copyOf(bytes, length);
                DicomReader reader = DicomReader.lenient().withTruncatedInput();
                try {
                    assertIsBeginning(
                            what,
                            whole,
                            reader.read(new ByteArrayInputStream(cut)).dataset());
                    if (i == 0) {
                        Path file = Files.write(folder.resolve(seed + ".dcm"), cut);
                        assertIsBeginning(
                                what, whole, reader.withBulkFrom(32).read(file).dataset());
                    }
                } catch (DicomParseException e) {
                    throw new AssertionError(what, e);
                }
            }
        }
    }

    private static void assertIsBeginning(String what, Dataset whole, Dataset beginning) {
        List<Element> expected = elements(whole);
        List<Element> found = elements(beginning);
        assertThat(found.size()).as(what).isLessThanOrEqualTo(expected.size());
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).tag()).as(what).isEqualTo(expected.get(i).tag());
            if (i < found.size() - 1) {
                Dataset one = Dataset.builder().set(found.get(i)).build();
                Dataset other = Dataset.builder().set(expected.get(i)).build();
                assertThat(one.sameContent(other))
                        .as("%s: %s", what, found.get(i))
                        .isTrue();
            }
        }
    }

    private static List<Element> elements(Dataset dataset) {
        List<Element> elements = new ArrayList<>();
        dataset.forEach(elements::add);
        return elements;
    }

    @Test
    void what_is_cut_off_is_refused_with_what_was_expected_and_found() {
        for (String[] cut : new String[][] {
            {"02001000 5549", "expected 8 bytes, found 6"}, // in the header of an element
            {"02001000 5549 1A00 312E", "expected 26 bytes, found 2"}, // in a value of the File Meta Information
            {"02001000 5549 0400 312E3200 10002000 4C4F 0400 41", "expected 4 bytes, found 1"}, // in a value
            {"02001000 5549 0400 312E3200 08001011 5351 0000 FFFF", "expected 12 bytes, found 10"}, // in a length
            {"02001000 5549 0400 312E3200 08001011 5351 0000 FFFFFFFF FEFF", "expected 8 bytes, found 2"}, // an item
            {"02001000 5549 0400 312E3200 08001011 5351 0000 20000000 FEFF00E0 18000000 10002000", "expected 8"},
            {"02001000 5549 0400 312E3200 E07F1000 4F42 0000 FFFFFFFF FEFF00E0 04000000 01", "expected 4 bytes, found 1"
            },
        }) {
            byte[] bytes = Bytes.of("00".repeat(128) + "4449434D", cut[0]);
            for (DicomReader reader : List.of(DicomReader.lenient(), DicomReader.strict())) {
                assertThatThrownBy(() -> reader.withDeviations(d -> {}).read(new ByteArrayInputStream(bytes)))
                        .as(cut[0])
                        .isInstanceOf(DicomParseException.class);
            }
            assertThatThrownBy(() -> DicomReader.lenient().read(new ByteArrayInputStream(bytes)))
                    .hasMessageContaining("the input ends early: ")
                    .hasMessageContaining(cut[1])
                    .hasMessageContaining("offset ");
        }
    }
}
