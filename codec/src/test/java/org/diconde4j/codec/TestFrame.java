package org.diconde4j.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.FrameCodec;
import org.diconde4j.pixel.FrameDecoder;
import org.diconde4j.pixel.FrameEncoder;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.SampleType;

/** A native frame that a seed makes. Its cells hold nothing but samples. */
public record TestFrame(PixelDescription layout, byte[] bytes) {
    /** What samples look like. */
    public enum Content {
        /** As a photograph: neighbours differ little. */
        SMOOTH,
        /** All bits at random. */
        NOISE,
        /** One value. */
        CONSTANT,
        /** The least and the greatest value in turn, at random. */
        EXTREME,
        /** Areas of one value with edges, as drawings and masks have. */
        FLAT
    }

    /** A layout of whole bytes, the high bit next to the bits stored. */
    public static PixelDescription layout(int rows, int columns, int samples, int stored, boolean signed) {
        int allocated = stored <= 8 ? 8 : stored <= 16 ? 16 : 32;
        return new PixelDescription(
                rows,
                columns,
                1,
                samples,
                samples == 3 ? "RGB" : "MONOCHROME2",
                false,
                allocated,
                stored,
                stored - 1,
                signed ? SampleType.SIGNED : SampleType.UNSIGNED);
    }

    /** 1×1, a row, a column or something small, mostly odd. */
    public static int[] size(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> new int[] {1, 1};
            case 1 -> new int[] {1, 1 + random.nextInt(300)};
            case 2 -> new int[] {1 + random.nextInt(300), 1};
            default -> new int[] {1 + random.nextInt(60), 1 + random.nextInt(60)};
        };
    }

    /** Fills a layout whose cells are whole bytes of up to 32 bits. */
    public static TestFrame of(PixelDescription layout, Content content, Random random) {
        int cell = layout.bitsAllocated() / 8;
        byte[] bytes = new byte[(int) layout.frameLength()];
        int pixels = layout.rows() * layout.columns();
        long mask = (1L << layout.bitsStored()) - 1;
        long first = random.nextLong() & mask;
        for (int s = 0; s < layout.samplesPerPixel(); s++) {
            long flat = first;
            long[] above = new long[layout.columns()];
            for (int i = 0; i < pixels; i++) {
                int x = i % layout.columns();
                int y = i / layout.columns();
                if (random.nextInt(40) == 0) {
                    flat = random.nextLong() & mask;
                }
                if (content == Content.FLAT && y > 0 && random.nextInt(30) != 0) {
                    flat = above[x];
                }
                above[x] = flat;
                long value = switch (content) {
                    case NOISE -> random.nextLong();
                    case CONSTANT -> first;
                    case EXTREME -> random.nextBoolean() ? 0 : mask;
                    case FLAT -> flat;
                    case SMOOTH ->
                        (long) ((Math.sin(x * 0.11 + s) + Math.cos(y * 0.07) + 2) / 4 * mask)
                                + (random.nextInt() & mask >> 4);
                };
                value &= mask;
                if (layout.sampleType() == SampleType.SIGNED) {
                    value = value << 64 - layout.bitsStored() >> 64 - layout.bitsStored();
                }
                value <<= layout.highBit() + 1 - layout.bitsStored();
                int at = (layout.planar() ? s * pixels + i : i * layout.samplesPerPixel() + s) * cell;
                for (int b = 0; b < cell; b++) {
                    bytes[at + b] = (byte) (value >> 8 * b);
                }
            }
        }
        return new TestFrame(layout, bytes);
    }

    /** Encodes with a codec that takes this layout as it is. */
    public byte[] encoded(FrameCodec codec, String syntax, EncodeOptions options) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (FrameEncoder encoder = codec.encoder(syntax, layout, options)) {
            encoder.encode(ByteBuffer.wrap(bytes), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Decodes into the layout that the decoder gives. */
    public static byte[] decoded(
            FrameCodec codec, String syntax, PixelDescription announced, DecodeOptions options, byte[] encoded) {
        try (FrameDecoder decoder = codec.decoder(syntax, announced, options)) {
            ByteBuffer target = ByteBuffer.allocate((int) decoder.output().frameLength());
            decoder.decode(ByteBuffer.wrap(encoded), target);
            if (target.hasRemaining()) {
                throw new AssertionError("the decoder left " + target.remaining() + " bytes");
            }
            return target.array();
        }
    }

    /** An object in Explicit VR Little Endian with this frame alone. */
    public DicomObject object() {
        Dataset dataset = image(UID.SecondaryCaptureImageStorage, layout, bytes).build();
        Dataset meta = FileMeta.of(UID.SecondaryCaptureImageStorage, "2.25.17", UID.ExplicitVRLittleEndian);
        return new DicomObject(meta, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, 0, dataset);
    }

    /** The attributes of an image of a class. */
    public static Dataset.Builder image(String sopClass, PixelDescription layout, byte[] pixels) {
        Dataset.Builder dataset = Dataset.builder()
                .set(Tag.SOPClassUID, sopClass)
                .set(Tag.SOPInstanceUID, "2.25.17")
                .set(Tag.StudyInstanceUID, "2.25.18")
                .set(Tag.SeriesInstanceUID, "2.25.19")
                .set(Tag.Modality, "OT")
                .set(Tag.SamplesPerPixel, layout.samplesPerPixel())
                .set(Tag.PhotometricInterpretation, layout.photometricInterpretation())
                .set(Tag.Rows, layout.rows())
                .set(Tag.Columns, layout.columns())
                .set(Tag.BitsAllocated, layout.bitsAllocated())
                .set(Tag.BitsStored, layout.bitsStored())
                .set(Tag.HighBit, layout.highBit())
                .set(Tag.PixelRepresentation, layout.sampleType() == SampleType.SIGNED ? 1 : 0)
                .setBytes(Tag.PixelData, layout.bitsAllocated() > 8 ? VR.OW : VR.OB, even(pixels));
        return layout.samplesPerPixel() > 1 ? dataset.set(Tag.PlanarConfiguration, layout.planar() ? 1 : 0) : dataset;
    }

    /** Writes {@link #object} into a new file. */
    public void write(Path file) throws IOException {
        DicomWriter.write(object(), file);
    }

    private static byte[] even(byte[] bytes) {
        return bytes.length % 2 == 0 ? bytes : java.util.Arrays.copyOf(bytes, bytes.length + 1);
    }
}
