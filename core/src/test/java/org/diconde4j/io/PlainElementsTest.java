package org.diconde4j.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Random;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.RandomDatasets;
import org.diconde4j.dict.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of plain elements are for speed alone: who listens to deviations has each element read by itself. */
class PlainElementsTest {
    private static final long SEED = 20_261_125;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void runs_give_what_single_elements_give_however_damaged_the_input(boolean explicit) throws IOException {
        TransferSyntax syntax =
                explicit ? TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN : TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
        RandomDatasets datasets = new RandomDatasets(SEED);
        Random random = new Random(SEED);
        ReadLimits limits = new ReadLimits(16, 60, 1 << 16, 1 << 12, 1000, 1 << 20, 200);
        int read = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] input = bytes(datasets.next(), syntax);
            for (int damages = i % 4; damages > 0 && input.length > 0; damages--) {
                input[random.nextInt(input.length)] = (byte) random.nextInt(256);
            }
            DicomReader runs =
                    i % 2 == 0 ? DicomReader.lenient() : DicomReader.lenient().withLimits(limits);
            DicomReader single = runs.withDeviations(deviation -> {});
            String expected = outcome(single, input, syntax);
            read += expected.startsWith("read") ? 1 : 0;
            assertThat(outcome(runs, input, syntax))
                    .as("input %d of seed %d: %s", i, SEED, HexFormat.of().formatHex(input))
                    .isEqualTo(expected);
        }
        assertThat(read).isGreaterThan(500);
    }

    private static String outcome(DicomReader reader, byte[] input, TransferSyntax syntax) throws IOException {
        try {
            Dataset dataset = reader.readDataset(new ByteArrayInputStream(input), syntax);
            return "read " + HexFormat.of().formatHex(bytes(dataset, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
        } catch (DicomParseException e) {
            return "refused: " + e.getMessage();
        }
    }

    private static byte[] bytes(Dataset dataset, TransferSyntax syntax) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.writeDataset(dataset, syntax, out);
        return out.toByteArray();
    }

    @Test
    void a_reader_stops_within_a_run() throws IOException {
        Dataset dataset = Dataset.builder()
                .set(Tag.Modality, "CT")
                .set(Tag.PatientID, "A")
                .set(Tag.PatientSex, "O")
                .build();
        byte[] input = bytes(dataset, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        Dataset read = DicomReader.lenient()
                .withStopAt(Tag.PatientSex)
                .readDataset(new ByteArrayInputStream(input), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        assertThat(read.string(Tag.PatientID)).isEqualTo("A");
        assertThat(read.contains(Tag.PatientSex)).isFalse();
    }
}
