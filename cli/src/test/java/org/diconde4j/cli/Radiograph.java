package org.diconde4j.cli;

import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;

/** A small image for tests of whole processes. */
final class Radiograph {
    /** Bytes of its pixels, 32 × 32 of 16 bits. */
    static final int PIXEL_BYTES = 2 * 32 * 32;

    private Radiograph() {}

    static DicomObject of(String component, String study, String series, String uid, byte[] pixels) {
        Dataset dataset = Dataset.builder()
                .set(Tag.SOPClassUID, UID.DigitalXRayImageStorageForPresentation)
                .set(Tag.SOPInstanceUID, uid)
                .set(Tag.StudyInstanceUID, study)
                .set(Tag.SeriesInstanceUID, series)
                .set(Tag.PatientID, component)
                .set(Tag.Modality, "DX")
                .set(Tag.SamplesPerPixel, 1)
                .set(Tag.PhotometricInterpretation, "MONOCHROME2")
                .set(Tag.Rows, 32)
                .set(Tag.Columns, 32)
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
}
