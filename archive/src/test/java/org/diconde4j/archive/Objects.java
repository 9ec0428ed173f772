package org.diconde4j.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Random;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;

/** Small radiographs of a component for the tests of this module. */
final class Objects {
    private Objects() {}

    /** An image of component SN-0001; study, series and instance are numbered. */
    static Dataset.Builder image(int study, int series, int instance) {
        byte[] pixels = new byte[2 * 64 * 64];
        new Random(instance).nextBytes(pixels);
        return Dataset.builder()
                .set(Tag.SOPClassUID, UID.DigitalXRayImageStorageForPresentation)
                .set(Tag.SOPInstanceUID, "1.2.3." + study + "." + series + "." + instance)
                .set(Tag.StudyInstanceUID, "1.2.3." + study)
                .set(Tag.SeriesInstanceUID, "1.2.3." + study + "." + series)
                .set(Tag.PatientID, "SN-0001")
                .set(Tag.PatientName, "Weld^17")
                .set(Tag.StudyDate, "2026112" + study % 10)
                .set(Tag.Modality, "DX")
                .set(Tag.InstanceNumber, instance)
                .set(Tag.Rows, 64)
                .set(Tag.Columns, 64)
                .set(Tag.BitsAllocated, 16)
                .setBytes(Tag.PixelData, VR.OW, pixels);
    }

    static DicomObject object(Dataset dataset, TransferSyntax syntax) {
        Dataset meta =
                FileMeta.of(dataset.string(Tag.SOPClassUID, ""), dataset.string(Tag.SOPInstanceUID, ""), syntax.uid());
        return new DicomObject(meta, syntax, 0, dataset);
    }

    static DicomObject object(Dataset dataset) {
        return object(dataset, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    static byte[] bytes(DicomObject object) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            DicomWriter.write(object, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }
}
