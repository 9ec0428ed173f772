package org.diconde4j.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;

/** The images that codecs are measured with, some 12 to 18 MB each so that the start of a process does not count. */
final class CodecImages {
    private static final Map<String, Supplier<DicomObject>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("DR 3000 x 3000, 16 bit", () -> grey(3000, 3000, 1, 16, 60));
        ALL.put("CT 512 x 512, 12 bit, 32 frames", () -> grey(512, 512, 32, 12, 8));
        ALL.put("CR 2500 x 2500, 12 bit", () -> grey(2500, 2500, 1, 12, 4));
        ALL.put("photo 2000 x 2000, RGB", () -> photo(2000, 2000));
    }

    private CodecImages() {}

    /** The names of those whose name contains a text. */
    static List<String> names(String part) {
        return ALL.keySet().stream().filter(name -> name.contains(part)).toList();
    }

    /** Makes the image of a name, native. */
    static DicomObject image(String name) {
        return Objects.requireNonNull(ALL.get(name), name).get();
    }

    /** A step wedge with a weld seam and pores under the noise of a detector, of a standard deviation in grey levels. */
    private static DicomObject grey(int rows, int columns, int frames, int bits, double noise) {
        Random random = new Random(Inputs.SEED);
        byte[] pixels = new byte[2 * rows * columns * frames];
        int most = (1 << bits) - 1;
        int at = 0;
        for (int frame = 0; frame < frames; frame++) {
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++) {
                    double value = scene(x / (double) columns, y / (double) rows, frame) * most;
                    int grey = (int) Math.max(0, Math.min(most, value + random.nextGaussian() * noise));
                    pixels[at++] = (byte) grey;
                    pixels[at++] = (byte) (grey >>> 8);
                }
            }
        }
        return object(rows, columns, frames, 1, "MONOCHROME2", 16, bits, pixels);
    }

    private static double scene(double x, double y, int frame) {
        double wedge = 0.25 + 0.08 * Math.floor(x * 6);
        double seam = 0.15 * Math.exp(-Math.pow((y - 0.5) * 12, 2)) * (1 + 0.2 * Math.sin(x * 160));
        double poreX = x * 10 - Math.floor(x * 10) - 0.5;
        double pore = Math.hypot(poreX, (y - 0.5 - 0.01 * (frame % 7)) * 10) < 0.12 ? -0.1 : 0;
        return wedge + seam + pore;
    }

    private static DicomObject photo(int rows, int columns) {
        Random random = new Random(Inputs.SEED);
        byte[] pixels = new byte[3 * rows * columns];
        int at = 0;
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                double light = scene(x / (double) columns, y / (double) rows, 0) * 230;
                for (int sample = 0; sample < 3; sample++) {
                    double tint = 20 * Math.sin(x / 90.0 + sample * 2 + y / 130.0);
                    pixels[at++] = (byte) Math.max(0, Math.min(255, light + tint + random.nextGaussian() * 2));
                }
            }
        }
        return object(rows, columns, 1, 3, "RGB", 8, 8, pixels);
    }

    private static DicomObject object(
            int rows,
            int columns,
            int frames,
            int samples,
            String photometric,
            int allocated,
            int stored,
            byte[] pixels) {
        String sopClass = samples == 3
                ? UID.MultiFrameTrueColorSecondaryCaptureImageStorage
                : UID.MultiFrameGrayscaleWordSecondaryCaptureImageStorage;
        String instance = "1.2.826.0.1.3680043.10.1462.20261126." + rows + "." + stored + "." + samples;
        Dataset.Builder image = Dataset.builder()
                .set(Tag.SOPClassUID, sopClass)
                .set(Tag.SOPInstanceUID, instance)
                .set(Tag.StudyInstanceUID, instance + ".1")
                .set(Tag.SeriesInstanceUID, instance + ".2")
                .set(Tag.PatientID, "WELD-1")
                .set(Tag.Modality, "OT")
                .set(Tag.ConversionType, "DI")
                .set(Tag.SamplesPerPixel, samples)
                .set(Tag.PhotometricInterpretation, photometric)
                .set(Tag.NumberOfFrames, frames)
                .set(Tag.Rows, rows)
                .set(Tag.Columns, columns)
                .set(Tag.BitsAllocated, allocated)
                .set(Tag.BitsStored, stored)
                .set(Tag.HighBit, stored - 1)
                .set(Tag.PixelRepresentation, 0)
                .setBytes(Tag.PixelData, allocated == 8 ? VR.OB : VR.OW, pixels);
        if (samples > 1) {
            image.set(Tag.PlanarConfiguration, 0);
        }
        return new DicomObject(
                FileMeta.of(sopClass, instance, UID.ExplicitVRLittleEndian),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                0,
                image.build());
    }
}
