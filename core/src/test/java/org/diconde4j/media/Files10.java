package org.diconde4j.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;

/** Small Part 10 files. */
final class Files10 {
    private Files10() {}

    /** An image with all that its records need. */
    static Dataset.Builder image(int component, int study, int series, int instance) {
        String studyUid = "1.2.3." + component + '.' + study;
        return Dataset.builder()
                .set(Tag.SOPClassUID, UID.DigitalXRayImageStorageForPresentation)
                .set(Tag.SOPInstanceUID, studyUid + '.' + series + '.' + instance)
                .set(Tag.StudyDate, "20260115")
                .set(Tag.StudyTime, "101500")
                .set(Tag.AccessionNumber, "A" + study)
                .set(Tag.Modality, "DX")
                .set(Tag.StudyDescription, "Root pass")
                .set(Tag.PatientName, "Pump housing")
                .set(Tag.PatientID, "SN-" + component)
                .set(Tag.StudyInstanceUID, studyUid)
                .set(Tag.SeriesInstanceUID, studyUid + '.' + series)
                .set(Tag.StudyID, "S" + study)
                .set(Tag.SeriesNumber, series)
                .set(Tag.InstanceNumber, instance)
                .set(Tag.Rows, 1)
                .set(Tag.Columns, 1);
    }

    static Path write(Path file, Dataset.Builder object) {
        return write(file, object.build(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    static Path write(Path file, Dataset object, TransferSyntax syntax) {
        try {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            DicomWriter.write(
                    new DicomObject(
                            FileMeta.of(
                                    object.string(Tag.SOPClassUID, ""),
                                    object.string(Tag.SOPInstanceUID, ""),
                                    syntax.uid()),
                            syntax,
                            0,
                            object),
                    file);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
