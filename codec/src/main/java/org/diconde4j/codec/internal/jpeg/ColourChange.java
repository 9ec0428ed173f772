package org.diconde4j.codec.internal.jpeg;

import java.util.List;

/**
 * Whether the colours of a frame are others than the data set announces. What a DCT frame says of its colours is not of DICOM: an
 * Adobe segment, the component identifiers R, G and B, a JFIF segment. Where these contradict the data set, that is wrong about the
 * frame; where nothing is said, the data set is believed. So it is where RGB is announced and only the fewer samples of two
 * components let suspect chrominance: DCMTK, GDCM and pydicom give those as they are too.
 */
enum ColourChange {
    /** As announced, or nothing says otherwise. */
    NONE,
    /** RGB is announced, luminance and chrominance are coded. */
    TO_RGB,
    /** Luminance and chrominance are announced, RGB is coded. */
    FROM_RGB;

    /**
     * Decides for a frame.
     *
     * @param photometric the Photometric Interpretation of decoded frames
     */
    static ColourChange of(JpegParser parser, FrameHeader frame, String photometric) {
        if (frame.components().size() != 3) {
            return NONE;
        }
        boolean isRgb = isRgb(parser, frame);
        boolean isLuminance = parser.adobeTransform() == 1 || parser.adobeTransform() < 0 && parser.isJfif();
        if (photometric.equals("RGB")) {
            return isLuminance && !isRgb ? TO_RGB : NONE;
        }
        return photometric.equals("YBR_FULL") && isRgb && !hasFewerSamples(frame) ? FROM_RGB : NONE;
    }

    private static boolean isRgb(JpegParser parser, FrameHeader frame) {
        List<Component> components = frame.components();
        return parser.adobeTransform() == 0
                || parser.adobeTransform() < 0
                        && components.get(0).id() == 'R'
                        && components.get(1).id() == 'G'
                        && components.get(2).id() == 'B';
    }

    private static boolean hasFewerSamples(FrameHeader frame) {
        Component first = frame.components().get(0);
        Component second = frame.components().get(1);
        return second.horizontal() < first.horizontal() || second.vertical() < first.vertical();
    }
}
