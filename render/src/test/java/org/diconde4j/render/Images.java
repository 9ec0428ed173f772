package org.diconde4j.render;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;

/** Small images for the tests. */
final class Images {
    static final String UID_OF_IMAGE = "2.25.17";

    private Images() {}

    /** Grey, without pixels. */
    static Dataset.Builder grey(int columns, int rows, int allocated, int stored, boolean signed) {
        return Dataset.builder()
                .set(Tag.SOPClassUID, UID.SecondaryCaptureImageStorage)
                .set(Tag.SOPInstanceUID, UID_OF_IMAGE)
                .set(Tag.Modality, "OT")
                .set(Tag.SeriesInstanceUID, "2.25.16")
                .set(Tag.StudyInstanceUID, "2.25.15")
                .set(Tag.SamplesPerPixel, 1)
                .set(Tag.PhotometricInterpretation, "MONOCHROME2")
                .set(Tag.Rows, rows)
                .set(Tag.Columns, columns)
                .set(Tag.BitsAllocated, allocated)
                .set(Tag.BitsStored, stored)
                .set(Tag.HighBit, stored - 1)
                .set(Tag.PixelRepresentation, signed ? 1 : 0);
    }

    /** One row of 16-bit cells. */
    static Dataset.Builder words(int stored, boolean signed, int... values) {
        return grey(values.length, 1, 16, stored, signed).setBytes(Tag.PixelData, VR.OW, words(values));
    }

    /** One row of bytes. */
    static Dataset.Builder bytes(int... values) {
        byte[] cells = new byte[(values.length + 1) / 2 * 2];
        for (int i = 0; i < values.length; i++) {
            cells[i] = (byte) values[i];
        }
        return grey(values.length, 1, 8, 8, false).setBytes(Tag.PixelData, VR.OB, cells);
    }

    static byte[] words(int... values) {
        ByteBuffer words = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(values).forEach(value -> words.putShort((short) value));
        return words.array();
    }

    /** An item with LUT Descriptor and LUT Data of 16 bits an entry. */
    static Dataset lut(int first, int bits, int... entries) {
        return Dataset.builder()
                .setLongs(Tag.LUTDescriptor, VR.US, entries.length & 0xFFFF, first & 0xFFFF, bits)
                .setBytes(Tag.LUTData, VR.OW, words(entries))
                .build();
    }

    static DicomObject object(Dataset.Builder dataset) {
        Dataset built = dataset.build();
        Dataset meta = FileMeta.of(
                built.string(Tag.SOPClassUID, UID.SecondaryCaptureImageStorage),
                built.string(Tag.SOPInstanceUID, UID_OF_IMAGE),
                UID.ExplicitVRLittleEndian);
        return new DicomObject(meta, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, 0, built);
    }

    static byte[] file(DicomObject object) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.write(object, out);
        return out.toByteArray();
    }

    /** The same, read from its file. */
    static DicomObject inMemory(DicomObject object) throws IOException {
        byte[] file = file(object);
        return DicomReader.lenient().read(new ByteArrayInputStream(file));
    }

    static Rendering rendering(Dataset.Builder dataset) {
        return Rendering.of(object(dataset));
    }

    static int[] samples(BufferedImage picture) {
        return picture.getRaster().getPixels(0, 0, picture.getWidth(), picture.getHeight(), (int[]) null);
    }

    static int[] drawn(Dataset.Builder dataset) throws IOException {
        return samples(rendering(dataset).image());
    }
}
