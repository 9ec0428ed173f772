package org.diconde4j.codec.internal.jpeg;

/** Something in a frame that cannot be decoded, and where it is. Never leaves {@link JpegDecoder}. */
final class JpegFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int offset;

    /**
     * Makes the exception.
     *
     * @param offset bytes from the beginning of the frame
     */
    JpegFault(int offset, String problem) {
        super(problem + " at offset " + offset + " of the frame", null, false, false);
        this.offset = offset;
    }

    int offset() {
        return offset;
    }
}
