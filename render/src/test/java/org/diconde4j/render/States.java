package org.diconde4j.render;

import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;

/** Presentation states for the image of {@link Images}. */
final class States {
    private States() {}

    /** One that says nothing but that greys are greys. */
    static Dataset.Builder grayscale(int columns, int rows) {
        return Dataset.builder()
                .set(Tag.SOPClassUID, UID.GrayscaleSoftcopyPresentationStateStorage)
                .set(Tag.SOPInstanceUID, "2.25.18")
                .set(Tag.Modality, "PR")
                .set(Tag.PatientName, "Weld")
                .set(Tag.PatientID, "SN-17")
                .setEmpty(Tag.PatientBirthDate)
                .setEmpty(Tag.PatientSex)
                .set(Tag.StudyInstanceUID, "2.25.15")
                .setEmpty(Tag.StudyDate)
                .setEmpty(Tag.StudyTime)
                .setEmpty(Tag.ReferringPhysicianName)
                .setEmpty(Tag.StudyID)
                .setEmpty(Tag.AccessionNumber)
                .set(Tag.SeriesInstanceUID, "2.25.19")
                .set(Tag.SeriesNumber, "1")
                .set(Tag.Manufacturer, "diconde4j")
                .set(Tag.InstanceNumber, "1")
                .set(Tag.ContentLabel, "EVALUATION")
                .set(Tag.ContentDescription, "test")
                .set(Tag.PresentationCreationDate, "20260101")
                .set(Tag.PresentationCreationTime, "120000")
                .set(Tag.ContentCreatorName, "Tester")
                .set(Tag.PresentationLUTShape, "IDENTITY")
                .setItems(
                        Tag.ReferencedSeriesSequence,
                        Dataset.builder()
                                .set(Tag.SeriesInstanceUID, "2.25.16")
                                .setItems(Tag.ReferencedImageSequence, reference())
                                .build())
                .setItems(
                        Tag.DisplayedAreaSelectionSequence,
                        Dataset.builder()
                                .setLongs(Tag.DisplayedAreaTopLeftHandCorner, VR.SL, 1, 1)
                                .setLongs(Tag.DisplayedAreaBottomRightHandCorner, VR.SL, columns, rows)
                                .set(Tag.PresentationSizeMode, "SCALE TO FIT")
                                .set(Tag.PresentationPixelAspectRatio, "1", "1")
                                .build());
    }

    static Dataset reference() {
        return Dataset.builder()
                .set(Tag.ReferencedSOPClassUID, UID.SecondaryCaptureImageStorage)
                .set(Tag.ReferencedSOPInstanceUID, Images.UID_OF_IMAGE)
                .build();
    }

    /** An item of Softcopy VOI LUT Sequence. */
    static Dataset window(String center, String width) {
        return Dataset.builder()
                .set(Tag.WindowCenter, center)
                .set(Tag.WindowWidth, width)
                .build();
    }

    static Dataset layer(String name, int order, int grey) {
        return Dataset.builder()
                .set(Tag.GraphicLayer, name)
                .set(Tag.GraphicLayerOrder, Integer.toString(order))
                .setLongs(Tag.GraphicLayerRecommendedDisplayGrayscaleValue, VR.US, grey)
                .build();
    }

    static Dataset.Builder overlay(Dataset.Builder dataset, int group, int columns, int rows, byte[] bits) {
        return dataset.setLongs(group | 0x10, VR.US, rows)
                .setLongs(group | 0x11, VR.US, columns)
                .set(group | 0x40, VR.CS, "G")
                .setLongs(group | 0x50, VR.SS, 1, 1)
                .setLongs(group | 0x100, VR.US, 1)
                .setLongs(group | 0x102, VR.US, 0)
                .setBytes(group | 0x3000, VR.OW, bits);
    }
}
