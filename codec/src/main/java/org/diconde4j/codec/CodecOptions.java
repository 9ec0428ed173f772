package org.diconde4j.codec;

/**
 * Names for {@link org.diconde4j.pixel.EncodeOptions#with}, which only some encoders understand. A value that an encoder
 * cannot take is refused with a {@link org.diconde4j.pixel.PixelException} that says which it takes.
 *
 * <p>JPEG 2000 takes a {@linkplain org.diconde4j.pixel.EncodeOptions#withRatio ratio} as an upper bound of the encoded
 * length, and a {@linkplain org.diconde4j.pixel.EncodeOptions#withQuality quality} of q as a ratio of signal to noise of 25
 * + 0.3 q dB, the signal being the greatest difference of values that Bits Stored allows: 40 dB for 50, 52 dB for 90. With
 * both, the ratio counts. All that holds for High-Throughput JPEG 2000 too, which has one layer, of the styles {@code causal}
 * alone, and for HTJ2K Lossless RPCL demands the order RPCL and as many levels as leave 64 columns or rows (PS3.5 10.18).
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

    /**
     * JPEG 2000: the order of packets (ITU-T T.800 B.12), {@code LRCP}, {@code RLCP}, {@code RPCL}, {@code PCRL} or {@code
     * CPRL}; LRCP if not said.
     */
    public static final String JPEG2000_PROGRESSION = "jpeg2000.progression";

    /**
     * JPEG 2000: quality layers, {@code 1} to {@code 64}; 1 if not said. The codestream up to the end of one is about
     * half as long as up to the end of the next one.
     */
    public static final String JPEG2000_LAYERS = "jpeg2000.layers";

    /**
     * JPEG 2000: how often the wavelet halves the image, {@code 0} to {@code 32}; 5 if not said, fewer for images or tiles of
     * less than 32 columns or rows.
     */
    public static final String JPEG2000_LEVELS = "jpeg2000.levels";

    /** JPEG 2000: columns and rows of a tile, such as {@code 1024x1024}; one tile if not said. */
    public static final String JPEG2000_TILE = "jpeg2000.tile";

    /**
     * JPEG 2000: columns and rows of a code-block, powers of two from 4 on, together at most 4096 samples; {@code 64x64} if
     * not said.
     */
    public static final String JPEG2000_BLOCK = "jpeg2000.block";

    /**
     * JPEG 2000: columns and rows of precincts, powers of two, from the full resolution down, such as {@code
     * 256x256,128x128}; the last size also holds for all lower resolutions. Of the greatest size if not said.
     */
    public static final String JPEG2000_PRECINCTS = "jpeg2000.precincts";

    /**
     * JPEG 2000: style of code-blocks (ITU-T T.800 Table A.19), some of {@code bypass}, {@code reset}, {@code terminate},
     * {@code causal}, {@code predictable}, {@code segmentation}, with commas between them; none if not said.
     */
    public static final String JPEG2000_STYLE = "jpeg2000.style";

    /**
     * JPEG 2000: markers that help to find things, some of {@code sop} and {@code eph} around packets, {@code plt} with the
     * lengths of packets and {@code tlm} with those of tile-parts, with commas between them; none if not said.
     */
    public static final String JPEG2000_MARKERS = "jpeg2000.markers";

    /**
     * JPEG 2000: what each tile-part of a tile holds, {@code layer}, {@code resolution} or {@code component}, which has to be
     * what comes first in the order of packets; one part for all if not said.
     */
    public static final String JPEG2000_PARTS = "jpeg2000.parts";

    /**
     * JPEG 2000: a region of interest, columns and rows and where it begins, such as {@code 200x100+40+60}, whose
     * coefficients come before those of the rest (ITU-T T.800 H, maximum shift): with a ratio or in the first layers it is
     * better than the rest, and lossless first. It takes the wavelet 5/3, up to 12 bits, as most decoders take no more than
     * 30 bit-planes, and neither a quality nor high throughput.
     */
    public static final String JPEG2000_REGION = "jpeg2000.region";

    /**
     * JPEG 2000: the wavelet, {@code 5/3}, which can be lossless, or {@code 9/7}, which is taken where a quality or a ratio
     * is asked for if nothing is said.
     */
    public static final String JPEG2000_WAVELET = "jpeg2000.wavelet";

    /**
     * JPEG 2000: whether colours are transformed, {@code yes} or {@code no}; yes for RGB if not said, which compresses better
     * and becomes YBR_RCT or YBR_ICT. For anything else no is the only choice.
     */
    public static final String JPEG2000_COLOUR = "jpeg2000.colour";

    private CodecOptions() {}
}
