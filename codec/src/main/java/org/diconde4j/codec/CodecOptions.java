package org.diconde4j.codec;

/**
 * Names for {@link org.diconde4j.pixel.EncodeOptions#with}, which only some encoders understand. A value that an encoder
 * cannot take is refused with a {@link org.diconde4j.pixel.PixelException} that says which it takes.
 */
public final class CodecOptions {
    /** JPEG Lossless (process 14): the predictor, {@code 1} to {@code 7} (ISO/IEC 10918-1 Table H.1); 1 if not said. */
    public static final String JPEG_PREDICTOR = "jpeg.predictor";

    /**
     * JPEG baseline and extended: of how many pixels chrominance is kept, {@code 4:2:2} for every second column, {@code 4:4:4} for
     * all; 4:2:2 if not said.
     */
    public static final String JPEG_SUBSAMPLING = "jpeg.subsampling";

    /**
     * JPEG-LS of several samples: {@code none} for one scan after the other, {@code line} or {@code sample} for one scan
     * with the rows or the samples of all components in turn (T.87 C.2.3); line if not said.
     */
    public static final String JPEGLS_INTERLEAVE = "jpegls.interleave";

    private CodecOptions() {}
}
