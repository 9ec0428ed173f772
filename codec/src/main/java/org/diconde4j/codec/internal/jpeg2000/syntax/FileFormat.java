package org.diconde4j.codec.internal.jpeg2000.syntax;

import org.diconde4j.pixel.PixelException;

/** The JP2 file format (ITU-T T.800 Annex I), which PS3.5 A.4.4 forbids in frames, but which is found in them. */
final class FileFormat {
    private static final long SIGNATURE = 0x0000000C6A502020L; // a box of 12 bytes, "jP  "
    private static final long CODESTREAM = 0x6A703263; // "jp2c"

    private FileFormat() {}

    /** Where the codestream begins: at once, or in a box. */
    static int codestream(byte[] data, int from, int to, Report report) {
        if (to - from < 12 || (u32(data, from) << 32 | u32(data, from + 4)) != SIGNATURE) {
            return from;
        }
        long at = from;
        while (at + 8 <= to) {
            long length = u32(data, (int) at);
            int header = 8;
            if (length == 1 && at + 16 <= to) {
                length = u32(data, (int) at + 8) << 32 | u32(data, (int) at + 12);
                header = 16;
            }
            if (u32(data, (int) at + 4) == CODESTREAM) {
                report.deviation("a JP2 file instead of a codestream (PS3.5 A.4.4)", 0);
                return (int) at + header;
            }
            if (length < header || length > to - at) {
                break;
            }
            at += length;
        }
        throw new PixelException("a JP2 file without a codestream, as far as byte " + (at - from) + " of the frame");
    }

    private static long u32(byte[] data, int at) {
        return (data[at] & 0xFFL) << 24
                | (data[at + 1] & 0xFF) << 16
                | (data[at + 2] & 0xFF) << 8
                | data[at + 3] & 0xFF;
    }
}
