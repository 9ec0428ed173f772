package org.diconde4j.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.RandomDatasets;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.fuzz.Harmless;

/** Part 10 files to begin mutations with: random data sets in each native encoding, private blocks, frames. */
public final class FileSeeds {
    static final List<String> SYNTAXES = List.of(
            UID.ImplicitVRLittleEndian,
            UID.ExplicitVRLittleEndian,
            UID.ExplicitVRBigEndian,
            UID.DeflatedExplicitVRLittleEndian);

    private FileSeeds() {}

    public static Stream<byte[]> files() {
        Stream<byte[]> random =
                IntStream.range(0, 80).mapToObj(seed -> file(new RandomDatasets(seed).next(), SYNTAXES.get(seed % 4)));
        return Stream.concat(
                random.filter(file -> file.length < 2000), // small ones mutate faster
                SYNTAXES.stream().map(syntax -> file(legacy(), syntax)));
    }

    static byte[] file(Dataset dataset, String syntax) {
        try {
            return Harmless.written(
                    new DicomObject(FileMeta.of("1.2", "1.3", syntax), TransferSyntax.of(syntax), 0, dataset));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What old DICONDE equipment writes, and code extensions. */
    private static Dataset legacy() {
        Dataset.Builder builder = Dataset.builder()
                .set(Tag.SpecificCharacterSet, "", "ISO 2022 IR 87")
                .set(Tag.PatientName, "Yamada^Tarou=山田^太郎=やまだ^たろう")
                .set(Tag.TimezoneOffsetFromUTC, "+0900")
                .set(Tag.AcquisitionDateTime, "20240305104207.5");
        int block = builder.reserve("astm.org/diconde/iod/Component", 0x0009);
        builder.set(block | 0x01, VR.UN).setBytes(block | 0x02, VR.UN, new byte[] {'A', 'B'});
        int indication = builder.reserve("astm.org/diconde/iod/NdeIndication", 0x0021);
        return builder.setItems(
                        indication | 0x02,
                        Dataset.builder().set(Tag.PatientID, "1").build())
                .build();
    }
}
