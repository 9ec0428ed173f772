package org.diconde4j.bundle.crash;

import java.util.Random;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;

/** Objects that follow from their number, so that whoever reads them later knows what they must be. */
final class CrashObjects {
    private CrashObjects() {}

    static String studyUid(int round) {
        return "1.2.826.0.1." + round;
    }

    static String uid(int round, int number) {
        return studyUid(round) + "." + number % 3 + "." + number;
    }

    /** Mostly small, now and then 300 KiB. */
    static DicomObject object(int round, int number) {
        String uid = uid(round, number);
        byte[] pixels = new byte[number % 10 == 0 ? 300 << 10 : 6 << 10];
        new Random(number).nextBytes(pixels);
        Dataset dataset = Dataset.builder()
                .set(Tag.SOPClassUID, UID.DigitalXRayImageStorageForPresentation)
                .set(Tag.SOPInstanceUID, uid)
                .set(Tag.StudyInstanceUID, studyUid(round))
                .set(Tag.SeriesInstanceUID, studyUid(round) + "." + number % 3)
                .set(Tag.PatientID, "SN-" + round % 7)
                .set(Tag.Modality, "DX")
                .set(Tag.InstanceNumber, Integer.toString(number))
                .setBytes(Tag.PixelData, VR.OW, pixels)
                .build();
        return new DicomObject(
                FileMeta.of(UID.DigitalXRayImageStorageForPresentation, uid, UID.ExplicitVRLittleEndian),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                0,
                dataset);
    }
}
