package org.diconde4j.codec.matrix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.diconde4j.codec.TestFrame;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.FrameCodecs;
import org.diconde4j.pixel.FrameReader;
import org.diconde4j.pixel.FrameSamples;
import org.diconde4j.pixel.Frames;
import org.diconde4j.pixel.PixelDescription;

/** Files of cells, written and read by us. */
final class CellFile {
    private CellFile() {}

    /** Writes the frames of a cell uncompressed. */
    static void write(Cell cell, Path file) throws IOException {
        PixelDescription layout = cell.layout();
        String sopClass = layout.samplesPerPixel() > 1
                ? UID.MultiFrameTrueColorSecondaryCaptureImageStorage
                : layout.bitsAllocated() > 8
                        ? UID.MultiFrameGrayscaleWordSecondaryCaptureImageStorage
                        : UID.MultiFrameGrayscaleByteSecondaryCaptureImageStorage;
        Dataset.Builder dataset =
                TestFrame.image(sopClass, layout, cell.pixels()).set(Tag.NumberOfFrames, layout.frames());
        if (layout.photometricInterpretation().startsWith("PALETTE")) {
            for (int colour = 0; colour < 3; colour++) {
                dataset.set(Tag.RedPaletteColorLookupTableDescriptor + colour, 256, 0, 16);
                dataset.setBytes(Tag.RedPaletteColorLookupTableData + colour, VR.OW, new byte[512]);
            }
        }
        DicomWriter.write(
                new DicomObject(
                        FileMeta.of(sopClass, "2.25.17", UID.ExplicitVRLittleEndian),
                        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                        0,
                        dataset.build()),
                file);
    }

    /** The stored values of all frames, pixel by pixel, as we read them. */
    static int[] values(Path file) throws IOException {
        DicomObject object = DicomReader.lenient().read(file);
        try (FrameReader reader = FrameReader.open(Frames.of(object), FrameCodecs.installed(), DecodeOptions.DEFAULT)) {
            PixelDescription layout = reader.description();
            int frameSamples = (int) layout.frameSamples();
            int[] all = new int[frameSamples * layout.frames()];
            for (int i = 0; i < layout.frames(); i++) {
                add(reader.read(i), layout, all, i * frameSamples);
            }
            return all;
        }
    }

    private static void add(ByteBuffer frame, PixelDescription layout, int[] all, int at) {
        int[] values = FrameSamples.of(layout).ints(frame);
        int samples = layout.samplesPerPixel();
        int pixels = values.length / samples;
        for (int i = 0; i < values.length; i++) {
            all[at + i] = values[layout.planar() ? i % samples * pixels + i / samples : i];
        }
    }
}
