package org.diconde4j.io;

/**
 * How a data set is read.
 *
 * @param syntax the transfer syntax that it is said, or was found, to be in
 * @param explicitVr whether its elements carry a representation
 * @param bigEndian its byte order
 */
record Encoding(TransferSyntax syntax, boolean explicitVr, boolean bigEndian) {
    static Encoding of(TransferSyntax syntax) {
        return new Encoding(syntax, syntax.explicitVr(), syntax.bigEndian());
    }

    /** What was found where something else was announced. */
    static Encoding found(boolean explicitVr, boolean bigEndian) {
        if (!explicitVr) {
            // of ACR-NEMA's times; there is no transfer syntax for implicit big endian
            return new Encoding(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, false, bigEndian);
        }
        return of(bigEndian ? TransferSyntax.EXPLICIT_VR_BIG_ENDIAN : TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    String description() {
        return !explicitVr && bigEndian ? "implicit big endian" : syntax.name();
    }

    /** The same way of reading, for pixel data in fragments as announced. */
    Encoding within(TransferSyntax announced) {
        return new Encoding(announced, explicitVr, bigEndian);
    }
}
