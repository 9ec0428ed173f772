package org.diconde4j.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.SplittableRandom;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomStreamWriter;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.OffsetTables;
import org.diconde4j.pixel.Frames;

/**
 * One operation on a file much larger than the heap of its fresh JVM. Frames are squares of grey bytes, noise that comes
 * from their numbers, so that nothing is sparse and what is read can be checked.
 */
public final class HugeFile {
    private static final String SOP_CLASS = UID.MultiFrameGrayscaleByteSecondaryCaptureImageStorage;
    private static final String INSTANCE = "2.25.20261125";

    private HugeFile() {}

    /**
     * Runs an operation and prints milliseconds by the clock, without those of the JVM's start: of a frame those of the
     * header, from there to the frame's first byte, and to its last.
     *
     * @param args {@code native FILE SIDE FRAMES}, {@code encapsulated FILE SIDE FRAMES}, {@code frame FILE NUMBER} or
     *     {@code copy FILE TARGET}
     * @throws IOException if a file cannot be read or written, or a frame is not what was written
     */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[1]);
        long start = System.nanoTime();
        switch (args[0]) {
            case "native" -> makeNative(file, Integer.parseInt(args[2]), Integer.parseInt(args[3]));
            case "encapsulated" -> makeEncapsulated(file, Integer.parseInt(args[2]), Integer.parseInt(args[3]));
            case "frame" -> frame(file, Integer.parseInt(args[2]));
            case "copy" -> DicomWriter.write(DicomReader.lenient().read(file), Path.of(args[2]));
            default -> throw new IllegalArgumentException("no operation is called " + args[0]);
        }
        if (!args[0].equals("frame")) {
            printMillis(start, System.nanoTime());
        }
    }

    private static void makeNative(Path file, int side, int frames) throws IOException {
        Dataset meta = FileMeta.of(SOP_CLASS, INSTANCE, UID.ExplicitVRLittleEndian);
        try (DicomStreamWriter out = DicomStreamWriter.create(file, meta)) {
            out.elements(header(side, frames));
            InputStream pixels = new SequenceInputStream(new Enumeration<InputStream>() {
                private final byte[] frame = new byte[side * side];
                private int next;

                @Override
                public boolean hasMoreElements() {
                    return next < frames;
                }

                @Override
                public InputStream nextElement() {
                    return new ByteArrayInputStream(noise(next++, frame));
                }
            });
            out.value(Tag.PixelData, VR.OB, pixels, (long) side * side * frames);
            out.finish();
        }
    }

    private static void makeEncapsulated(Path file, int side, int frames) throws IOException {
        Dataset meta = FileMeta.of(SOP_CLASS, INSTANCE, UID.EncapsulatedUncompressedExplicitVRLittleEndian);
        try (DicomStreamWriter out = DicomStreamWriter.create(file, meta)) {
            out.elements(header(side, frames));
            out.beginFragments(Tag.PixelData, VR.OB, OffsetTables.extended(frames));
            byte[] frame = new byte[side * side];
            for (int i = 0; i < frames; i++) {
                out.beginFrame();
                out.fragment(noise(i, frame));
            }
            out.endFragments();
            out.finish();
        }
    }

    private static Dataset header(int side, int frames) {
        return Dataset.builder()
                .set(Tag.SOPClassUID, SOP_CLASS)
                .set(Tag.SOPInstanceUID, INSTANCE)
                .set(Tag.Modality, "OT")
                .set(Tag.PatientID, "SN-0001")
                .set(Tag.SamplesPerPixel, 1)
                .set(Tag.PhotometricInterpretation, "MONOCHROME2")
                .set(Tag.NumberOfFrames, frames)
                .set(Tag.Rows, side)
                .set(Tag.Columns, side)
                .set(Tag.BitsAllocated, 8)
                .set(Tag.BitsStored, 8)
                .set(Tag.HighBit, 7)
                .set(Tag.PixelRepresentation, 0)
                .build();
    }

    private static byte[] noise(int number, byte[] frame) {
        new SplittableRandom(number).nextBytes(frame);
        return frame;
    }

    private static void frame(Path file, int number) throws IOException {
        long start = System.nanoTime();
        DicomObject object = DicomReader.lenient().read(file);
        long header = System.nanoTime();
        Frames frames = Frames.of(object);
        byte[] found = new byte[Math.toIntExact(frames.length(number))];
        long first;
        try (InputStream in = frames.open(number)) {
            found[0] = (byte) in.read();
            first = System.nanoTime();
            in.readNBytes(found, 1, found.length - 1);
        }
        long last = System.nanoTime();
        int length = frames.description().rows() * frames.description().columns();
        if (!Arrays.equals(noise(number, new byte[length]), Arrays.copyOf(found, length))) {
            throw new IOException("frame " + number + " of " + file + " is not what was written");
        }
        printMillis(start, header);
        printMillis(header, first);
        printMillis(header, last);
    }

    private static void printMillis(long from, long to) {
        System.out.println((to - from) / 1e6);
    }
}
