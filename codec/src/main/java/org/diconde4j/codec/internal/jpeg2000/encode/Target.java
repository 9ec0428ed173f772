package org.diconde4j.codec.internal.jpeg2000.encode;

import java.util.Map;
import java.util.Set;
import org.diconde4j.dict.UID;
import org.diconde4j.pixel.PixelException;

/** The transfer syntaxes that are written, and what each demands (PS3.5 A.4.4, 10.18). */
public enum Target {
    /** JPEG 2000 Lossless Only. */
    LOSSLESS("JPEG 2000 Lossless Only (1.2.840.10008.1.2.4.90)", true, false),
    /** JPEG 2000, lossless or not. */
    ANY("JPEG 2000 (1.2.840.10008.1.2.4.91)", false, false),
    /** High-throughput JPEG 2000, lossless only. */
    HIGH_THROUGHPUT_LOSSLESS("HTJ2K Lossless Only (1.2.840.10008.1.2.4.201)", true, true),
    /** The same such that a smaller image is found at the beginning of a frame: order of packets, levels, TLM. */
    HIGH_THROUGHPUT_LOSSLESS_RPCL("HTJ2K Lossless RPCL (1.2.840.10008.1.2.4.202)", true, true),
    /** High-throughput JPEG 2000, lossless or not. */
    HIGH_THROUGHPUT("HTJ2K (1.2.840.10008.1.2.4.203)", false, true);

    private static final Map<String, Target> SYNTAXES = Map.of(
            UID.JPEG2000Lossless, LOSSLESS,
            UID.JPEG2000, ANY,
            UID.HTJ2KLossless, HIGH_THROUGHPUT_LOSSLESS,
            UID.HTJ2KLosslessRPCL, HIGH_THROUGHPUT_LOSSLESS_RPCL,
            UID.HTJ2K, HIGH_THROUGHPUT);

    final String title;
    final boolean losslessOnly;
    final boolean highThroughput;

    Target(String title, boolean losslessOnly, boolean highThroughput) {
        this.title = title;
        this.losslessOnly = losslessOnly;
        this.highThroughput = highThroughput;
    }

    /**
     * The target of a transfer syntax.
     *
     * @param transferSyntax its identifier
     * @return what it demands
     * @throws PixelException if it is none of these
     */
    public static Target of(String transferSyntax) {
        Target target = SYNTAXES.get(transferSyntax);
        if (target == null) {
            throw new PixelException("frames of " + transferSyntax + " cannot be encoded");
        }
        return target;
    }

    /**
     * Identifiers of all transfer syntaxes that are written.
     *
     * @return them, unchangeable
     */
    public static Set<String> syntaxes() {
        return SYNTAXES.keySet();
    }

    /** The transfer syntax that may lose information. */
    String lossyTitle() {
        return highThroughput ? HIGH_THROUGHPUT.title : ANY.title;
    }

    /** Value of Lossy Image Compression Method (0028,2114). */
    String lossyMethod() {
        return highThroughput ? "ISO_15444_15" : "ISO_15444_1";
    }
}
