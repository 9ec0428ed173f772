package org.diconde4j.pixel;

import org.diconde4j.dict.UID;

/** The form of compressed frames, as far as it tells where one begins and ends. */
enum Codestream {
    /** JPEG and JPEG-LS: from SOI to EOI (ITU-T T.81 B.2.1, T.87 C). */
    JPEG {
        @Override
        boolean isStart(byte[] head, int length) {
            return length >= 3 && at(head, 0) == 0xFF && at(head, 1) == 0xD8 && at(head, 2) == 0xFF;
        }

        @Override
        boolean isEnd(byte[] tail, int length) {
            return endsWithEnd(tail, length);
        }
    },
    /** JPEG 2000 and HTJ2K: from SOC to EOC (ITU-T T.800 A.4), or a JP2 file, which PS3.5 A.4.4 forbids. */
    JPEG_2000 {
        @Override
        boolean isStart(byte[] head, int length) {
            boolean codestream = length >= 4
                    && at(head, 0) == 0xFF
                    && at(head, 1) == 0x4F
                    && at(head, 2) == 0xFF
                    && at(head, 3) == 0x51;
            return codestream || isBox(head, length, "jP  ");
        }

        @Override
        boolean isEnd(byte[] tail, int length) {
            return endsWithEnd(tail, length);
        }
    },
    /** JPEG XL: a codestream or a file (ISO/IEC 18181-2 9.1); its end cannot be told. */
    JPEG_XL {
        @Override
        boolean isStart(byte[] head, int length) {
            return length >= 2 && at(head, 0) == 0xFF && at(head, 1) == 0x0A || isBox(head, length, "JXL ");
        }
    },
    /** RLE: 1 to 15 segments, of which the first follows the header of 64 bytes (PS3.5 G.5). */
    RLE {
        @Override
        boolean isStart(byte[] head, int length) {
            return length >= 8
                    && at(head, 0) >= 1
                    && at(head, 0) <= 15
                    && isZero(head, 1, 4)
                    && at(head, 4) == 64
                    && isZero(head, 5, 8);
        }
    },
    /** Nothing that could be looked for. */
    OTHER {
        @Override
        boolean isStart(byte[] head, int length) {
            return false;
        }
    };

    /** Bytes that {@link #isStart} and {@link #isEnd} look at. */
    static final int LOOK = 8;

    private static final String COMPRESSED = "1.2.840.10008.1.2.4.";

    abstract boolean isStart(byte[] head, int length);

    boolean isEnd(byte[] tail, int length) {
        return false;
    }

    static Codestream of(String transferSyntax) {
        if (transferSyntax.equals(UID.RLELossless)) {
            return RLE;
        }
        if (!transferSyntax.startsWith(COMPRESSED)) {
            return OTHER;
        }
        return switch (transferSyntax.substring(COMPRESSED.length())) {
            case "90", "91", "92", "93", "201", "202", "203" -> JPEG_2000;
            case "110", "111", "112" -> JPEG_XL;
            case "50", "51", "52", "53", "54", "55", "56", "57", "58", "59" -> JPEG;
            case "60", "61", "62", "63", "64", "65", "66", "70", "80", "81" -> JPEG;
            default -> OTHER;
        };
    }

    /** MPEG-2, H.264 and H.265: one stream for all frames (PS3.5 8.2.5 to 8.2.8). */
    static boolean isVideo(String transferSyntax) {
        return transferSyntax.startsWith(COMPRESSED + "10");
    }

    private static int at(byte[] bytes, int index) {
        return bytes[index] & 0xFF;
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** A box of 12 bytes that tells what file it is. */
    private static boolean isBox(byte[] head, int length, String type) {
        if (length < 8 || !isZero(head, 0, 3) || head[3] != 12) {
            return false;
        }
        for (int i = 0; i < 4; i++) {
            if (head[4 + i] != type.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** FFD9, perhaps with padding after it. */
    private static boolean endsWithEnd(byte[] tail, int length) {
        int at = length - 1;
        while (at > 0 && (tail[at] == 0 || tail[at] == (byte) 0xFF)) {
            at--;
        }
        return at > 0 && at(tail, at) == 0xD9 && at(tail, at - 1) == 0xFF;
    }
}
