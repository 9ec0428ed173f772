package org.diconde4j.nde;

import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;

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
     * A tomogram as one object of many slices (Enhanced CT, PS3.3 A.38).
     *
     * @return a builder; it needs equipment with model and serial number, the time of creation, the pixel spacing and the
     *     place of the slices
     */
    public static VolumeBuilder enhancedCt() {
        return new VolumeBuilder(Kind.ENHANCED_CT);
    }

    /**
     * A volume of a measured or calculated quantity, also as floating point numbers (Parametric Map, PS3.3 A.75).
     *
     * @return a builder; it needs what {@link #enhancedCt()} needs, {@link VolumeBuilder#realWorld} and, for floating point
     *     values, a window
     */
    public static VolumeBuilder parametricMap() {
        return new VolumeBuilder(Kind.PARAMETRIC_MAP);
    }

    /**
     * The signals of an ultrasonic inspection, such as A-scans (Ultrasound Waveform, class 601.5).
     *
     * @return a builder; it needs the time of creation and a waveform
     */
    public static WaveformBuilder ultrasonicWaveform() {
        return new WaveformBuilder(Kind.US_WAVEFORM);
    }

    /**
     * An eddy current image of one frame, such as the amplitude over scan and index axis (class 601.1).
     *
     * @return a builder; the modality is {@code OT}, as DICOM has no term for it
     */
    public static ImageBuilder eddyCurrent() {
        return new ImageBuilder(Kind.EDDY_CURRENT);
    }

    /**
     * An eddy current image of several frames, such as the two components of the impedance (class 601.2).
     *
     * @return a builder; the frames are told apart by labels
     */
    public static ImageBuilder eddyCurrentMultiFrame() {
        return new ImageBuilder(Kind.EDDY_CURRENT_MULTI_FRAME);
    }

    /**
     * A thermographic image of one frame (class 601.3).
     *
     * @return a builder
     */
    public static ImageBuilder thermography() {
        return new ImageBuilder(Kind.THERMOGRAPHY);
    }

    /**
     * A thermographic sequence, such as the cooling after a flash (class 601.4).
     *
     * @return a builder; the frames are told apart by {@link ImageBuilder#frameTime} or labels
     */
    public static ImageBuilder thermographyMultiFrame() {
        return new ImageBuilder(Kind.THERMOGRAPHY_MULTI_FRAME);
    }

    /**
     * A photograph with visible light, as of visual, penetrant or magnetic particle testing (VL Photographic, PS3.3
     * A.32.4).
     *
     * @return a builder; samples have 8 bits, coloured or grey
     */
    public static ImageBuilder photograph() {
        return new ImageBuilder(Kind.PHOTOGRAPH);
    }

    /**
     * A video with visible light (Video Photographic, PS3.3 A.32.7).
     *
     * @return a builder; it needs {@link ImageBuilder#encapsulated} pixels and {@link ImageBuilder#frameTime}
     */
    public static ImageBuilder video() {
        return new ImageBuilder(Kind.VIDEO);
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
     * Several pictures that came from elsewhere (multi-frame SC, PS3.3 A.8.2 to A.8.5): of single bits, grey bytes, grey
     * words or true colour, as the pixels are.
     *
     * @return a builder; the frames are told apart by labels
     */
    public static ImageBuilder secondaryCaptureMultiFrame() {
        return new ImageBuilder(Kind.SECONDARY_CAPTURE_MULTI_FRAME);
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
     * The shape of a component as a mesh of triangles (Encapsulated STL, PS3.3 A.85.1).
     *
     * @param model the model in the binary form of STL
     * @return a builder; it needs equipment with model and serial number, and the unit
     */
    public static DocumentBuilder stl(byte[] model) {
        return new DocumentBuilder(Kind.STL, model);
    }

    /**
     * The shape of a component in the OBJ format (Encapsulated OBJ, PS3.3 A.85.2).
     *
     * @param model the model
     * @return a builder; it needs equipment with model and serial number, and the unit
     */
    public static DocumentBuilder obj(byte[] model) {
        return new DocumentBuilder(Kind.OBJ, model);
    }

    /**
     * The colours of a model in the OBJ format (Encapsulated MTL, PS3.3 A.85.3).
     *
     * @param materials the library of materials
     * @return a builder; it needs equipment with model and serial number
     */
    public static DocumentBuilder mtl(byte[] materials) {
        return new DocumentBuilder(Kind.MTL, materials);
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
}
