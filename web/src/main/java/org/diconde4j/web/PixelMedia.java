package org.diconde4j.web;

import java.util.Map;
import org.diconde4j.dict.UID;
import org.jspecify.annotations.Nullable;

/** The media types of compressed frames (PS3.18 tables 8.7.3-5 and 8.7.3-6). */
final class PixelMedia {
    static final String UNCOMPRESSED = "application/octet-stream";

    private static final Map<String, String> BY_SYNTAX = Map.ofEntries(
            Map.entry(UID.JPEGBaseline8Bit, "image/jpeg"),
            Map.entry(UID.JPEGExtended12Bit, "image/jpeg"),
            Map.entry(UID.JPEGLossless, "image/jpeg"),
            Map.entry(UID.JPEGLosslessSV1, "image/jpeg"),
            Map.entry(UID.RLELossless, "image/dicom-rle"),
            Map.entry(UID.JPEGLSLossless, "image/jls"),
            Map.entry(UID.JPEGLSNearLossless, "image/jls"),
            Map.entry(UID.JPEG2000Lossless, "image/jp2"),
            Map.entry(UID.JPEG2000, "image/jp2"),
            Map.entry(UID.JPEG2000MCLossless, "image/jpx"),
            Map.entry(UID.JPEG2000MC, "image/jpx"),
            Map.entry(UID.HTJ2KLossless, "image/jphc"),
            Map.entry(UID.HTJ2KLosslessRPCL, "image/jphc"),
            Map.entry(UID.HTJ2K, "image/jphc"));

    /** What a media type means without a transfer syntax. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "image/jpeg", UID.JPEGLosslessSV1,
            "image/dicom-rle", UID.RLELossless,
            "image/jls", UID.JPEGLSLossless,
            "image/jp2", UID.JPEG2000Lossless,
            "image/jphc", UID.HTJ2KLossless);

    private PixelMedia() {}

    /** The media type of frames as they stand in a transfer syntax. */
    static String of(String syntax) {
        String type = BY_SYNTAX.get(syntax);
        return type != null ? type : syntax.startsWith("1.2.840.10008.1.2.4.10") ? "video/mp4" : UNCOMPRESSED;
    }

    /** The transfer syntax that is meant by a media type alone, or null if there is none. */
    static @Nullable String defaultSyntax(String type) {
        return DEFAULTS.get(type);
    }
}
