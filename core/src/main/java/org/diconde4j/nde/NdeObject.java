package org.diconde4j.nde;

import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;

/**
 * Begins new NDE objects, one method for each kind. Each builder knows the attributes that its kind must have and gives
 * those that the caller leaves out a value that says nothing wrong: empty where the standard allows it.
 *
 * <pre>{@code
 * DicomObject weld = NdeObject.digitalRadiograph()
 *         .component(Component.builder().idNumber("SN-0001").build())
 *         .pixels(rows, columns, samples)
 *         .pixelSpacing(0.1, 0.1)
 *         .build();
 * }</pre>
 */
public final class NdeObject {
    /** How E2339-21 objects name themselves in the first of the Software Versions (0018,1020). */
    public static final String DICONDE_VERSION = "DICONDE21";

    private NdeObject() {}

    /**
     * A digital radiograph that is ready to be looked at (DX For Presentation, PS3.3 A.26).
     *
     * @return a builder; the samples are detector values, more radiation being more; it needs the pixel spacing
     */
    public static ImageBuilder digitalRadiograph() {
        return new ImageBuilder(Kind.DX_PRESENTATION);
    }

    /**
     * A digital radiograph as the detector gave it (DX For Processing, PS3.3 A.26).
     *
     * @return a builder; it needs the pixel spacing
     */
    public static ImageBuilder digitalRadiographForProcessing() {
        return new ImageBuilder(Kind.DX_PROCESSING);
    }

    /**
     * A radiograph from an imaging plate (CR, PS3.3 A.2).
     *
     * @return a builder
     */
    public static ImageBuilder computedRadiograph() {
        return new ImageBuilder(Kind.CR);
    }

    /**
     * One slice of a computed tomogram (CT, PS3.3 A.3).
     *
     * @return a builder; the stored values are attenuation or density, no Hounsfield units; it needs the pixel spacing
     */
    public static ImageBuilder ctSlice() {
        return new ImageBuilder(Kind.CT);
    }

    /**
     * An ultrasonic image of one frame, such as a C-scan (US, PS3.3 A.6).
     *
     * @return a builder; samples have 8 bits
     */
    public static ImageBuilder ultrasound() {
        return new ImageBuilder(Kind.US);
    }

    /**
     * An ultrasonic image of several frames, such as the gates of a C-scan (US Multi-frame, PS3.3 A.7).
     *
     * @return a builder; samples have 8 bits; the frames are told apart by labels
     */
    public static ImageBuilder ultrasoundMultiFrame() {
        return new ImageBuilder(Kind.US_MULTI_FRAME);
    }

    /**
     * A picture that came from elsewhere: a scanned film, a screen, a photograph (SC, PS3.3 A.8.1).
     *
     * @return a builder
     */
    public static ImageBuilder secondaryCapture() {
        return new ImageBuilder(Kind.SECONDARY_CAPTURE);
    }

    /**
     * A PDF document (Encapsulated PDF, PS3.3 A.45.1).
     *
     * @param document the document
     * @return a builder
     */
    public static DocumentBuilder pdf(byte[] document) {
        return new DocumentBuilder(Kind.PDF, document);
    }

    /**
     * Makes an item of a code sequence (PS3.3 8.8).
     *
     * @param value the code
     * @param scheme who defines it, such as {@code UCUM} or {@code DCM}
     * @param meaning what it means, for people
     * @return the item
     */
    public static Dataset code(String value, String scheme, String meaning) {
        return Dataset.builder()
                .set(Tag.CodeValue, value)
                .set(Tag.CodingSchemeDesignator, scheme)
                .set(Tag.CodeMeaning, meaning)
                .build();
    }

    /** What a kind of object is called, and what it says if nothing else is said. */
    enum Kind {
        DX_PRESENTATION(UID.DigitalXRayImageStorageForPresentation, "DX"),
        DX_PROCESSING(UID.DigitalXRayImageStorageForProcessing, "DX"),
        CR(UID.ComputedRadiographyImageStorage, "CR"),
        CT(UID.CTImageStorage, "CT"),
        US(UID.UltrasoundImageStorage, "US"),
        US_MULTI_FRAME(UID.UltrasoundMultiFrameImageStorage, "US"),
        SECONDARY_CAPTURE(UID.SecondaryCaptureImageStorage, "OT"),
        PDF(UID.EncapsulatedPDFStorage, "DOC");

        final String sopClass;
        final String modality;

        Kind(String sopClass, String modality) {
            this.sopClass = sopClass;
            this.modality = modality;
        }
    }
}
