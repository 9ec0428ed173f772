package org.diconde4j.pixel;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.TransferSyntax;

/** Images for tests. */
final class Images {
    private Images() {}

    /** The attributes of an image of unsigned integers. */
    static Dataset.Builder attributes(
            int rows, int columns, int frames, int samples, String photometric, int allocated, int stored) {
        return Dataset.builder()
                .set(Tag.SOPClassUID, "1.2.840.10008.5.1.4.1.1.7.4")
                .set(Tag.SOPInstanceUID, "2.25.17")
                .set(Tag.SamplesPerPixel, samples)
                .set(Tag.PhotometricInterpretation, photometric)
                .set(Tag.PlanarConfiguration, 0)
                .set(Tag.NumberOfFrames, frames)
                .set(Tag.Rows, rows)
                .set(Tag.Columns, columns)
                .set(Tag.BitsAllocated, allocated)
                .set(Tag.BitsStored, stored)
                .set(Tag.HighBit, stored - 1)
                .set(Tag.PixelRepresentation, 0);
    }

    /** A grey image of 8 bits. */
    static Dataset.Builder grey(int rows, int columns, int frames) {
        return attributes(rows, columns, frames, 1, "MONOCHROME2", 8, 8);
    }

    static Dataset pixels(Dataset.Builder attributes, int... bytes) {
        return pixels(attributes, VR.OB, bytes(bytes));
    }

    static Dataset pixels(Dataset.Builder attributes, VR vr, byte[] bytes) {
        return attributes.setBytes(Tag.PixelData, vr, bytes).build();
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** Encapsulated pixel data as it stands in a file, read again: first the Basic Offset Table, then the fragments. */
    static Dataset encapsulated(Dataset attributes, byte[]... items) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // Pixel Data, OB, undefined length
        out.writeBytes(bytes(0xE0, 0x7F, 0x10, 0x00, 'O', 'B', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF));
        for (byte[] item : items) {
            out.writeBytes(bytes(0xFE, 0xFF, 0x00, 0xE0)); // Item
            out.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(item.length)
                    .array());
            out.writeBytes(item);
        }
        out.writeBytes(bytes(0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0)); // Sequence Delimitation Item
        try {
            Dataset pixels = DicomReader.strict()
                    .readDataset(new ByteArrayInputStream(out.toByteArray()), TransferSyntax.of(UID.JPEGBaseline8Bit));
            return attributes.toBuilder().setAll(pixels).build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A Basic Offset Table. */
    static byte[] table(long... offsets) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * offsets.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long offset : offsets) {
            bytes.putInt((int) offset);
        }
        return bytes.array();
    }

    /** An Extended Offset Table with its lengths. */
    static Dataset.Builder extended(Dataset.Builder attributes, long[] offsets, long[] lengths) {
        return attributes
                .setLongs(Tag.ExtendedOffsetTable, VR.OV, offsets)
                .setLongs(Tag.ExtendedOffsetTableLengths, VR.OV, lengths);
    }

    /** All frames as {@link Frames#read} gives them. */
    static List<byte[]> all(Frames frames) {
        List<byte[]> all = new ArrayList<>();
        try {
            for (int i = 0; i < frames.count(); i++) {
                byte[] bytes = new byte[(int) frames.length(i)];
                frames.read(i, bytes, 0);
                all.add(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }
}
