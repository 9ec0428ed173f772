package org.diconde4j.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.RandomDatasets;
import org.diconde4j.fuzz.Harmless;
import org.junit.jupiter.params.provider.MethodSource;

/** JSON and XML that mean harm. */
public class ModelFuzzTest {
    private static final DicomJson JSON = DicomJson.inline().withLimits(Harmless.LIMITS);
    private static final DicomXml XML = DicomXml.inline().withLimits(Harmless.LIMITS);

    private static Stream<Dataset> datasets() {
        return IntStream.range(0, 20).mapToObj(seed -> new RandomDatasets(seed).next());
    }

    public static Stream<byte[]> json() {
        return Stream.concat(
                        datasets().map(JSON::toString),
                        Stream.of(
                                "{\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":\"A^B\",\"Phonetic\":\"C\"}]},"
                                        + "\"00720072\":{\"vr\":\"DS\",\"Value\":[1.5e3,null,\"7\"]},"
                                        + "\"7FE00010\":{\"vr\":\"OW\",\"BulkDataURI\":\"http://a/b\"}}"))
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    public static Stream<byte[]> xml() {
        return datasets().map(XML::toString).map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("json")
    @FuzzTest
    public void json_is_refused_or_gives_what_can_be_used(byte[] input) {
        Harmless.isTaken(input, () -> {
            Dataset dataset = JSON.read(new ByteArrayInputStream(input));
            Harmless.use(new DicomObject(Dataset.empty(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, 0, dataset), input);
        });
    }

    @MethodSource("xml")
    @FuzzTest
    public void xml_is_refused_or_gives_what_can_be_used(byte[] input) {
        Harmless.isTaken(input, () -> {
            Dataset dataset = XML.read(new ByteArrayInputStream(input));
            Harmless.use(new DicomObject(Dataset.empty(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, 0, dataset), input);
        });
    }

    @MethodSource("org.diconde4j.io.FileSeeds#files")
    @FuzzTest
    public void what_json_has_of_a_file_reads_as_the_same_json(byte[] input) {
        Harmless.isTaken(input, () -> {
            DicomReader reader = DicomReader.lenient().withLimits(Harmless.LIMITS);
            Dataset dataset = reader.read(new ByteArrayInputStream(input)).dataset();
            Dataset first = JSON.read(JSON.toString(dataset)); // may have gained a Specific Character Set
            Dataset second = JSON.read(JSON.toString(first));
            assertThat(JSON.toString(second)).isEqualTo(JSON.toString(first));
        });
    }
}
