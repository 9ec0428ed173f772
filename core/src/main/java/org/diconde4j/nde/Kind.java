package org.diconde4j.nde;

import org.diconde4j.dict.UID;

/** What a kind of object is called, and which modality it has if nothing else is said (PS3.3 C.7.3.1.1.1). */
enum Kind {
    DX_PRESENTATION(UID.DigitalXRayImageStorageForPresentation, "DX"),
    DX_PROCESSING(UID.DigitalXRayImageStorageForProcessing, "DX"),
    CR(UID.ComputedRadiographyImageStorage, "CR"),
    CT(UID.CTImageStorage, "CT"),
    ENHANCED_CT(UID.EnhancedCTImageStorage, "CT"),
    PARAMETRIC_MAP(UID.ParametricMapStorage, "OT"),
    US(UID.UltrasoundImageStorage, "US"),
    US_MULTI_FRAME(UID.UltrasoundMultiFrameImageStorage, "US"),
    US_WAVEFORM(UID.UltrasoundWaveformStorage, "US"),
    EDDY_CURRENT(UID.EddyCurrentImageStorage, "OT"), // the standard has no term for it
    EDDY_CURRENT_MULTI_FRAME(UID.EddyCurrentMultiFrameImageStorage, "OT"),
    THERMOGRAPHY(UID.ThermographyImageStorage, "TG"),
    THERMOGRAPHY_MULTI_FRAME(UID.ThermographyMultiFrameImageStorage, "TG"),
    SECONDARY_CAPTURE(UID.SecondaryCaptureImageStorage, "OT"),
    /** One of four classes: which, the samples say. */
    SECONDARY_CAPTURE_MULTI_FRAME(UID.MultiFrameGrayscaleWordSecondaryCaptureImageStorage, "OT"),
    PHOTOGRAPH(UID.VLPhotographicImageStorage, "XC"),
    VIDEO(UID.VideoPhotographicImageStorage, "XC"),
    PDF(UID.EncapsulatedPDFStorage, "DOC"),
    STL(UID.EncapsulatedSTLStorage, "M3D"),
    OBJ(UID.EncapsulatedOBJStorage, "M3D"),
    MTL(UID.EncapsulatedMTLStorage, "M3D");

    final String sopClass;
    final String modality;

    Kind(String sopClass, String modality) {
        this.sopClass = sopClass;
        this.modality = modality;
    }

    boolean isMultiFrame() {
        return switch (this) {
            case US_MULTI_FRAME,
                    EDDY_CURRENT_MULTI_FRAME,
                    THERMOGRAPHY_MULTI_FRAME,
                    SECONDARY_CAPTURE_MULTI_FRAME,
                    VIDEO,
                    ENHANCED_CT,
                    PARAMETRIC_MAP -> true;
            default -> false;
        };
    }

    boolean isProjection() {
        return this == DX_PRESENTATION || this == DX_PROCESSING || this == CR;
    }

    boolean isModel() {
        return this == STL || this == OBJ || this == MTL;
    }

    /** Whether Acquisition Date and Time stand in one attribute, Acquisition DateTime (0008,002A). */
    boolean hasAcquisitionDateTime() {
        return this == ENHANCED_CT || this == US_WAVEFORM || this == PDF || isModel();
    }
}
