package org.diconde4j.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.testkit.samples.NdeSamples;

/** What the benchmarks work on: realistic and the same in every run. */
final class Inputs {
    static final long SEED = 20261122;
    private static final DicomObject SLICE = NdeSamples.seeded(SEED).castingCt().get(0);

    private Inputs() {}

    /** A slice of the casting's tomogram with so many rows and columns of 16 bits: 512 give 512 KiB, 64 give 8 KiB. */
    static DicomObject slice(int side) {
        byte[] pixels = new byte[2 * side * side];
        new Random(SEED).nextBytes(pixels);
        Dataset dataset = SLICE.dataset().toBuilder()
                .set(Tag.Rows, side)
                .set(Tag.Columns, side)
                .setBytes(Tag.PixelData, VR.OW, pixels)
                .build();
        return new DicomObject(SLICE.fileMeta(), SLICE.transferSyntax(), 0, dataset);
    }

    /** About 10,000 elements in sequences of three levels, as a long measurement report has them. */
    static DicomObject nested(TransferSyntax syntax) {
        List<Dataset> groups = new ArrayList<>();
        for (int group = 0; group < 20; group++) {
            List<Dataset> findings = new ArrayList<>();
            for (int finding = 0; finding < 71; finding++) {
                findings.add(Dataset.builder()
                        .set(Tag.RelationshipType, "CONTAINS")
                        .set(Tag.ValueType, "NUM")
                        .setItems(Tag.ConceptNameCodeSequence, code("99NDE" + finding, "Length of the indication"))
                        .set(Tag.ObservationDateTime, "20261122120000")
                        .build());
            }
            groups.add(Dataset.builder()
                    .set(Tag.ValueType, "CONTAINER")
                    .setItems(Tag.ContentSequence, findings)
                    .build());
        }
        Dataset dataset = Dataset.builder()
                .set(Tag.SOPClassUID, UID.ComprehensiveSRStorage)
                .set(Tag.SOPInstanceUID, "2.25.20261122")
                .set(Tag.Modality, "SR")
                .set(Tag.PatientID, "SN-0001")
                .setItems(Tag.ContentSequence, groups)
                .build();
        return new DicomObject(
                FileMeta.of(UID.ComprehensiveSRStorage, "2.25.20261122", syntax.uid()), syntax, 0, dataset);
    }

    /** A coded entry (PS3.3 8.1). */
    static Dataset code(String value, String meaning) {
        return Dataset.builder()
                .set(Tag.CodeValue, value)
                .set(Tag.CodingSchemeDesignator, "99DICONDE4J")
                .set(Tag.CodeMeaning, meaning)
                .build();
    }

    /** A data set's elements, those of items included. */
    static int elements(Dataset dataset) {
        int count = 0;
        for (var element : dataset) {
            count++;
            for (Dataset item : element.items()) {
                count += elements(item);
            }
        }
        return count;
    }

    /** Where the data set begins in a Part 10 file: after the group whose length stands at its beginning (PS3.10 7.1). */
    static int datasetOffset(byte[] file) {
        return 144 + ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(140);
    }

    /** The bytes of a Part 10 file. */
    static byte[] file(DicomObject object) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            DicomWriter.write(object, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
