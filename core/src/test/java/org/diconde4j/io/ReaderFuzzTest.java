package org.diconde4j.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.diconde4j.data.Dataset;
import org.diconde4j.fuzz.Harmless;
import org.junit.jupiter.params.provider.MethodSource;

/** Part 10 files and bare data sets that mean harm. */
public class ReaderFuzzTest {
    private static final DicomReader LENIENT = DicomReader.lenient().withLimits(Harmless.LIMITS);
    private static final DicomReader STRICT = DicomReader.strict().withLimits(Harmless.LIMITS);

    public static Stream<byte[]> files() {
        return FileSeeds.files();
    }

    /** Data sets alone, behind a byte that says in which encoding. */
    public static Stream<byte[]> dataSets() {
        return FileSeeds.files().map(file -> {
            DicomObject object = read(STRICT, file);
            byte[] input = Arrays.copyOfRange(file, (int) object.datasetOffset() - 1, file.length);
            input[0] = (byte) FileSeeds.SYNTAXES.indexOf(object.transferSyntax().uid());
            return input;
        });
    }

    private static DicomObject read(DicomReader reader, byte[] input) {
        try {
            return reader.read(new ByteArrayInputStream(input));
        } catch (IOException e) {
            throw new AssertionError("reading from memory cannot fail", e);
        }
    }

    @MethodSource("files")
    @FuzzTest
    public void a_lenient_reader_gives_what_can_be_used(byte[] input) {
        Harmless.isTaken(input, () -> Harmless.use(read(LENIENT, input), input));
    }

    @MethodSource("files")
    @FuzzTest
    public void an_input_that_ends_early_gives_what_can_be_used(byte[] input) {
        DicomReader reader = LENIENT.withTruncatedInput().withoutBulk().withBulkFrom(64);
        Harmless.isTaken(input, () -> Harmless.use(read(reader, input), input));
    }

    @MethodSource("dataSets")
    @FuzzTest
    public void a_bare_data_set_gives_what_can_be_used(byte[] input) {
        if (input.length == 0) {
            return;
        }
        TransferSyntax syntax = TransferSyntax.of(FileSeeds.SYNTAXES.get(input[0] & 3));
        Harmless.isTaken(input, () -> {
            Dataset dataset = LENIENT.readDataset(new ByteArrayInputStream(input, 1, input.length - 1), syntax);
            Harmless.use(new DicomObject(Dataset.empty(), syntax, 0, dataset), input);
        });
    }

    @MethodSource("files")
    @FuzzTest
    public void what_a_strict_reader_takes_is_written_as_the_same(byte[] input) {
        Harmless.isTaken(input, () -> {
            DicomObject object = read(STRICT, input);
            byte[] written = Harmless.written(object);
            DicomObject again = read(STRICT, written);
            assertThat(again.dataset().sameContent(object.dataset())).isTrue();
            if (!object.transferSyntax().deflated()) {
                assertThat(written).isEqualTo(input);
            }
        });
    }

    /** What breaks rules may read differently once it is written; from then on it stays as it is. */
    @MethodSource("files")
    @FuzzTest
    public void what_was_read_and_written_reads_and_writes_as_the_same(byte[] input) {
        Harmless.isTaken(input, () -> {
            DicomObject object = read(LENIENT, input);
            TransferSyntax syntax = object.transferSyntax();
            Dataset first = LENIENT.readDataset(written(object.dataset(), syntax), syntax);
            Dataset second = LENIENT.readDataset(written(first, syntax), syntax);
            assertThat(second.sameContent(first)).isTrue();
            assertThat(written(second, syntax)).hasSameContentAs(written(first, syntax));
        });
    }

    private static ByteArrayInputStream written(Dataset dataset, TransferSyntax syntax) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.writeDataset(dataset, syntax, out);
        return new ByteArrayInputStream(out.toByteArray());
    }
}
