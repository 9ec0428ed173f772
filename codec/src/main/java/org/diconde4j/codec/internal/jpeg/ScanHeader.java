package org.diconde4j.codec.internal.jpeg;

/**
 * A scan header (ITU-T T.81 B.2.3) and the tables that hold for it.
 *
 * @param components which components of the frame
 * @param dc for each of them the Huffman table of DC or lossless differences
 * @param ac for each of them the Huffman table of AC coefficients
 * @param first start of spectral selection, or the predictor of lossless scans
 * @param last end of spectral selection
 * @param high successive approximation, high
 * @param low successive approximation, low, or the point transform
 * @param restartInterval MCUs between restart markers, 0 for none
 * @param offset where its entropy-coded data begins
 */
record ScanHeader(
        int[] components,
        HuffmanTable[] dc,
        HuffmanTable[] ac,
        int first,
        int last,
        int high,
        int low,
        int restartInterval,
        int offset) {}
