package org.diconde4j.codec.internal.jpeg;

import java.util.List;

/**
 * Whether the colours of a frame are others than the data set announces. What a DCT frame says of its colours is not of DICOM: an
 * Adobe segment, the component identifiers R, G and B, a JFIF segment, and that chrominance alone has fewer samples. Where these
 * contradict the data set, that is wrong about the frame, as pydicom and GDCM have it too; where they contradict each other, the
 * data set is believed.
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
        boolean isLuminance = isLuminance(parser, frame);
        if (photometric.equals("RGB")) {
            return isLuminance && !isRgb ? TO_RGB : NONE;
        }
        return photometric.equals("YBR_FULL") && isRgb && !isLuminance ? FROM_RGB : NONE;
    }

    private static boolean isRgb(JpegParser parser, FrameHeader frame) {
        List<Component> components = frame.components();
        return parser.adobeTransform() == 0
                || parser.adobeTransform() < 0
                        && components.get(0).id() == 'R'
                        && components.get(1).id() == 'G'
                        && components.get(2).id() == 'B';
    }

    private static boolean isLuminance(JpegParser parser, FrameHeader frame) {
        List<Component> components = frame.components();
        boolean fewer = components.get(1).horizontal() < components.get(0).horizontal()
                || components.get(1).vertical() < components.get(0).vertical();
        return fewer || parser.adobeTransform() == 1 || parser.adobeTransform() < 0 && parser.isJfif();
    }
}
