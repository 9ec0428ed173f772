package org.diconde4j.bundle.crash;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;

/** Objects that follow from their number, so that whoever reads them later knows what they must be. */
final class CrashObjects {
    private static final int COLUMNS = 64;

    private CrashObjects() {}

    static String studyUid(int round) {
        return "1.2.826.0.1." + round;
    }

    static String uid(int round, int number) {
        return studyUid(round) + "." + number % 3 + "." + number;
    }

    /** Mostly small, now and then 300 KiB; half of them become smaller when they are compressed. */
    static DicomObject object(int round, int number) {
        String uid = uid(round, number);
        byte[] pixels = new byte[number % 10 == 0 ? 300 << 10 : 6 << 10];
        if (number % 4 < 2) {
            new Random(number).nextBytes(pixels);
        } else {
            for (int i = 0; i < pixels.length; i += 2) {
                pixels[i] = (byte) (number + i % COLUMNS / 4);
            }
        }
        Dataset dataset = Dataset.builder()
                .set(Tag.SOPClassUID, UID.DigitalXRayImageStorageForPresentation)
                .set(Tag.SOPInstanceUID, uid)
                .set(Tag.StudyInstanceUID, studyUid(round))
                .set(Tag.SeriesInstanceUID, studyUid(round) + "." + number % 3)
                .set(Tag.PatientID, "SN-" + round % 7)
                .set(Tag.Modality, "DX")
                .set(Tag.InstanceNumber, Integer.toString(number))
                .set(Tag.SamplesPerPixel, 1)
                .set(Tag.PhotometricInterpretation, "MONOCHROME2")
                .set(Tag.Rows, pixels.length / 2 / COLUMNS)
                .set(Tag.Columns, COLUMNS)
                .set(Tag.BitsAllocated, 16)
                .set(Tag.BitsStored, 16)
                .set(Tag.HighBit, 15)
                .set(Tag.PixelRepresentation, 0)
                .setBytes(Tag.PixelData, VR.OW, pixels)
                .build();
        return new DicomObject(
                FileMeta.of(UID.DigitalXRayImageStorageForPresentation, uid, UID.ExplicitVRLittleEndian),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                0,
                dataset);
    }

    static Dataset parse(byte[] file) throws IOException {
        try (InputStream in = new ByteArrayInputStream(file)) {
            return DicomReader.lenient().read(in).dataset();
        }
    }
}
