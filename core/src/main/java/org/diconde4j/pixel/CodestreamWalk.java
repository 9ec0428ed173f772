package org.diconde4j.pixel;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Walks over JPEG, JPEG-LS or JPEG 2000 images that stand one after the other, from marker to marker (ITU-T T.81 B.1,
 * T.800 A.1). Lengths are only skipped, never allocated.
 */
final class CodestreamWalk {
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int SOC = 0x4F;
    private static final int SOT = 0x90;
    private static final int EOC = 0xD9;

    private final InputStream in;
    private final Codestream form;
    private long position;

    CodestreamWalk(InputStream payload, Codestream form) {
        this.in = new BufferedInputStream(payload, 1 << 16);
        this.form = form;
    }

    /** Where each of so many images begins, and where the last one ends; null if there are not as many. */
    long @Nullable [] starts(int count, long end) throws IOException {
        if (count > end / 4) {
            return null; // fewer bytes than beginnings and ends would take
        }
        long[] starts = new long[count + 1];
        try {
            for (int i = 0; i < count; i++) {
                passPadding();
                starts[i] = position;
                image();
            }
        } catch (EOFException e) {
            return null;
        }
        while (position < end) {
            int value = in.read();
            position++;
            if (value != 0 && value != 0xFF) {
                return null; // more follows than padding
            }
        }
        starts[count] = end;
        return starts;
    }

    /** A zero that makes the length of an image even belongs to that image. */
    private void passPadding() throws IOException {
        if ((position & 1) != 0) {
            in.mark(1);
            if (in.read() == 0) {
                position++;
            } else {
                in.reset();
            }
        }
    }

    /** Passes an image; what stands before it, such as the boxes of a file format, is passed too. */
    private void image() throws IOException {
        int start = form == Codestream.JPEG ? SOI : SOC;
        int previous = 0;
        for (int value = next(); previous != 0xFF || value != start; value = next()) {
            previous = value;
        }
        if (form == Codestream.JPEG) {
            jpeg();
        } else {
            jpeg2000();
        }
    }

    private void jpeg() throws IOException {
        int marker = marker();
        while (marker != EOI) {
            boolean alone = marker == 0x01 || marker >= 0xD0 && marker <= SOI;
            if (!alone) {
                skip(length16() - 2);
            }
            // entropy coded data stuffs a 0 byte (T.81 B.1.1.5) or a 0 bit (T.87 A.1) after FF
            marker = marker == SOS ? markerAfterData() : marker();
        }
    }

    private void jpeg2000() throws IOException {
        int marker = marker();
        while (marker != EOC) {
            int length = length16();
            if (marker != SOT || length < 10) {
                skip(length - 2);
                marker = marker();
                continue;
            }
            next();
            next();
            long part = (long) length16() << 16 | length16(); // Psot, from the first byte of the marker on
            skip(length - 8);
            if (part >= length + 2) {
                skip(part - length - 2);
                marker = marker();
            } else {
                marker = endAfterData(); // 0: the tile-part goes on to the end of the codestream
            }
        }
    }

    /** Fill bytes may stand before a marker (T.81 B.1.1.2). */
    private int marker() throws IOException {
        if (next() != 0xFF) {
            throw new EOFException(); // not what it seemed to be: there is no end to find
        }
        int value = next();
        while (value == 0xFF) {
            value = next();
        }
        return value;
    }

    private int markerAfterData() throws IOException {
        while (true) {
            int value = next();
            while (value == 0xFF) {
                value = next();
                if (value >= 0x80 && value != 0xFF && (value < 0xD0 || value > 0xD7)) {
                    return value;
                }
            }
        }
    }

    /** Within packets no marker over FF8F appears (T.800 B.10.1). */
    private int endAfterData() throws IOException {
        int previous = next();
        for (int value = next(); ; value = next()) {
            if (previous == 0xFF && value == EOC) {
                return EOC;
            }
            previous = value;
        }
    }

    private int length16() throws IOException {
        return next() << 8 | next();
    }

    private int next() throws IOException {
        int value = in.read();
        if (value < 0) {
            throw new EOFException();
        }
        position++;
        return value;
    }

    private void skip(long count) throws IOException {
        if (count > 0) {
            in.skipNBytes(count);
            position += count;
        }
    }
}
