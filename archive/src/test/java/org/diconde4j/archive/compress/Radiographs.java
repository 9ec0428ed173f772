package org.diconde4j.archive.compress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Random;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.SampleType;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Source;

/** Images that are as smooth as a weld, in any layout. */
final class Radiographs {
    static final String STUDY = "1.2.7";

    private Radiographs() {}

    static PixelDescription grey(int allocated, int stored) {
        return new PixelDescription(
                31, 43, 1, 1, "MONOCHROME2", false, allocated, stored, stored - 1, SampleType.UNSIGNED);
    }

    static PixelDescription colour(boolean planar) {
        return new PixelDescription(31, 43, 1, 3, "RGB", planar, 8, 8, 7, SampleType.UNSIGNED);
    }

    static PixelDescription signed(int allocated, int stored) {
        return new PixelDescription(
                31, 43, 1, 1, "MONOCHROME2", false, allocated, stored, stored - 1, SampleType.SIGNED);
    }

    static Dataset.Builder image(int instance, PixelDescription layout) {
        return Dataset.builder()
                .set(Tag.SOPClassUID, UID.DigitalXRayImageStorageForPresentation)
                .set(Tag.SOPInstanceUID, STUDY + ".1." + instance)
                .set(Tag.StudyInstanceUID, STUDY)
                .set(Tag.SeriesInstanceUID, STUDY + ".1")
                .set(Tag.PatientID, "WELD-7")
                .set(Tag.Modality, "DX")
                .set(Tag.SamplesPerPixel, layout.samplesPerPixel())
                .set(Tag.PhotometricInterpretation, layout.photometricInterpretation())
                .set(Tag.PlanarConfiguration, layout.planar() ? 1 : 0)
                .set(Tag.NumberOfFrames, layout.frames())
                .set(Tag.Rows, layout.rows())
                .set(Tag.Columns, layout.columns())
                .set(Tag.BitsAllocated, layout.bitsAllocated())
                .set(Tag.BitsStored, layout.bitsStored())
                .set(Tag.HighBit, layout.highBit())
                .set(Tag.PixelRepresentation, layout.sampleType() == SampleType.SIGNED ? 1 : 0)
                .setBytes(Tag.PixelData, layout.bitsAllocated() > 8 ? VR.OW : VR.OB, pixels(instance, layout));
    }

    /** Little endian, sign-extended, padded to an even length. */
    static byte[] pixels(int seed, PixelDescription layout) {
        Random random = new Random(seed);
        int size = layout.bitsAllocated() / 8;
        int samples = (int) layout.nativeLength() / size;
        byte[] pixels = new byte[samples * size + (samples * size & 1)];
        long highest = 1L << layout.bitsStored();
        for (int i = 0; i < samples; i++) {
            long value = (long) (highest * (0.4 + 0.2 * Math.sin(i / 50 / 9.0))) + (random.nextInt(20) == 0 ? 1 : 0);
            if (layout.sampleType() == SampleType.SIGNED) {
                value -= highest / 2;
            }
            value <<= layout.highBit() + 1 - layout.bitsStored();
            for (int b = 0; b < size; b++) {
                pixels[i * size + b] = (byte) (value >> 8 * b);
            }
        }
        return pixels;
    }

    static byte[] file(Dataset dataset, TransferSyntax syntax) {
        Dataset meta =
                FileMeta.of(dataset.string(Tag.SOPClassUID, ""), dataset.string(Tag.SOPInstanceUID, ""), syntax.uid());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            DicomWriter.write(new DicomObject(meta, syntax, 0, dataset), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] file(int instance, PixelDescription layout) {
        return file(image(instance, layout).build(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    static ReceiptDraft draft(int instance) {
        return draft(Receipt.Kind.STORED, ObjectNames.instance(STUDY, STUDY + ".1", STUDY + ".1." + instance));
    }

    static ReceiptDraft draft(Receipt.Kind kind, String name) {
        return ReceiptDraft.builder(kind, Instant.EPOCH, Source.api(), name)
                .dataset(UID.ExplicitVRLittleEndian, 340, Digest.of(new byte[1]))
                .build();
    }

    static Receipt put(ObjectStore store, ReceiptDraft draft, byte[] bytes) {
        try (ObjectWriter writer = store.begin()) {
            writer.write(bytes);
            return writer.commit(draft);
        }
    }
}
