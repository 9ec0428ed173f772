package org.diconde4j.codec.internal.rle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.diconde4j.codec.internal.Damage;
import org.diconde4j.codec.internal.FrameBytes;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.FrameDecoder;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;

/** Decodes frames of RLE Lossless: each segment straight to where its bytes belong. */
final class RleDecoder implements FrameDecoder {
    private final PixelDescription output;
    private final Segments segments;
    private final Damage damage;
    private final FrameBytes in = new FrameBytes();
    private final FrameBytes out = new FrameBytes();
    /** Of each segment where it begins, from the beginning of the frame; -1 if it is not there. */
    private final int[] offsets = new int[Segments.MOST];
    /** A byte for each single bit; otherwise empty. */
    private byte[] cells = {};

    /** Where the last segment that was decoded went on after its last byte. */
    private int position;

    RleDecoder(PixelDescription announced, DecodeOptions options) {
        // chrominance has segments as long as all others, whatever is announced
        output = announced.photometricInterpretation().equals("YBR_FULL_422") && announced.samplesPerPixel() == 3
                ? announced.withColour(3, "YBR_FULL", announced.planar())
                : announced;
        segments = Segments.of(output.bitsAllocated() == 1 ? output.withBits(8, 1, 0) : output);
        damage = new Damage(options);
    }

    @Override
    public PixelDescription output() {
        return output;
    }

    @Override
    public void decode(ByteBuffer encoded, ByteBuffer target) {
        damage.begin();
        in.read(encoded);
        header();
        int length = (int) output.frameLength();
        out.write(target, length);
        if (output.bitsAllocated() == 1) {
            if (cells.length == 0) {
                cells = new byte[(int) segments.layout().frameLength()];
            }
            bits(out.array(), out.start(), length);
        } else {
            for (int i = 0; i < segments.count(); i++) {
                segment(i, out.array(), out.start());
            }
        }
        out.written(target);
    }

    private void header() {
        int found = in.end() - in.start();
        if (found < Segments.HEADER) {
            throw new PixelException(
                    "expected an RLE header of 64 bytes, found " + found + " bytes (byte 0 of the frame)");
        }
        ByteBuffer header =
                ByteBuffer.wrap(in.array(), in.start(), Segments.HEADER).order(ByteOrder.LITTLE_ENDIAN);
        int count = header.getInt();
        if (count != segments.count()) {
            damage.at(
                    0,
                    "expected " + segments.count() + " RLE segments for " + output + ", found "
                            + Integer.toUnsignedString(count));
        }
        for (int i = 0; i < Segments.MOST; i++) {
            int offset = header.getInt();
            boolean there = Integer.compareUnsigned(i, count) < 0;
            boolean fits = offset >= Segments.HEADER && offset <= found;
            offsets[i] = there && fits ? offset : -1;
            if (i < segments.count() && there && !fits) {
                damage.at(
                        4 + 4L * i,
                        "expected the offset of RLE segment " + i + " within 64 to " + found + ", found "
                                + Integer.toUnsignedString(offset));
            }
            if (i < segments.count() && there && (offset & 1) != 0) {
                damage.note(4 + 4L * i, "expected an even offset of RLE segment " + i + ", found " + offset);
            }
        }
    }

    /** A segment ends where the next one begins, in whatever order they stand. */
    private int end(int segment) {
        int end = in.end() - in.start();
        for (int offset : offsets) {
            if (offset > offsets[segment] && offset < end) {
                end = offset;
            }
        }
        return end;
    }

    private void segment(int segment, byte[] target, int start) {
        int first = start + segments.first(segment);
        int step = segments.step();
        int wanted = segments.length();
        int done = 0;
        if (offsets[segment] >= 0) {
            int end = in.start() + end(segment);
            done = step == 1
                    ? unpack(in.array(), in.start() + offsets[segment], end, target, first, wanted)
                    : unpack(in.array(), in.start() + offsets[segment], end, target, first, step, wanted);
            position -= in.start();
            if (done < 0) {
                done = wanted;
                damage.note(position, "RLE segment " + segment + " has more than the " + wanted + " bytes expected");
            }
        }
        if (done < wanted) {
            if (offsets[segment] >= 0) {
                damage.at(position, "expected " + wanted + " bytes in RLE segment " + segment + ", found " + done);
            }
            for (int i = done; i < wanted; i++) {
                target[first + i * step] = 0;
            }
        }
    }

    /**
     * Unpacks a segment into neighbouring bytes.
     *
     * @return how many bytes there were; -1 if more than wanted
     */
    private int unpack(byte[] source, int from, int end, byte[] target, int first, int wanted) {
        int p = from;
        int q = first;
        int stop = first + wanted;
        while (q < stop && p < end) {
            int code = source[p++];
            if (code >= 0) {
                int count = Math.min(code + 1, end - p);
                int taken = Math.min(count, stop - q);
                System.arraycopy(source, p, target, q, taken);
                p += taken;
                q += taken;
                if (taken < count) {
                    position = p;
                    return -1;
                }
            } else if (code != -128 && p < end) {
                int taken = Math.min(1 - code, stop - q);
                Arrays.fill(target, q, q + taken, source[p++]);
                q += taken;
                if (taken < 1 - code) {
                    position = p;
                    return -1;
                }
            }
        }
        position = p;
        return q - first;
    }

    /** Unpacks a segment into each so many-th byte; returns as the other. */
    private int unpack(byte[] source, int from, int end, byte[] target, int first, int step, int wanted) {
        int p = from;
        int q = first;
        int left = wanted;
        while (left > 0 && p < end) {
            int code = source[p++];
            if (code >= 0) {
                int count = Math.min(code + 1, end - p);
                int taken = Math.min(count, left);
                spread(source, p, target, q, step, taken);
                p += taken;
                q += taken * step;
                left -= taken;
                if (taken < count) {
                    position = p;
                    return -1;
                }
            } else if (code != -128 && p < end) {
                int taken = Math.min(1 - code, left);
                repeat(source[p++], target, q, step, taken);
                q += taken * step;
                left -= taken;
                if (taken < 1 - code) {
                    position = p;
                    return -1;
                }
            }
        }
        position = p;
        return wanted - left;
    }

    private static void spread(byte[] source, int from, byte[] target, int first, int step, int count) {
        for (int i = 0, q = first; i < count; i++, q += step) {
            target[q] = source[from + i];
        }
    }

    private static void repeat(byte value, byte[] target, int first, int step, int count) {
        for (int i = 0, q = first; i < count; i++, q += step) {
            target[q] = value;
        }
    }

    /** Puts single bits together, the first into the least significant place. */
    private void bits(byte[] target, int start, int length) {
        if (offsets[0] >= 0 && segments.count() == 1) {
            // bits that are packed already are an eighth of what is expected
            int end = in.start() + end(0);
            int done = unpack(in.array(), in.start() + offsets[0], end, target, start, length);
            position -= in.start();
            if (done == length && isPadding(end)) {
                if (cells.length > 1) {
                    damage.note(
                            offsets[0], "expected a byte for each bit in the RLE segment, found 8 bits in each byte");
                    return;
                }
            }
        }
        for (int i = 0; i < segments.count(); i++) {
            segment(i, cells, 0);
        }
        Arrays.fill(target, start, start + length, (byte) 0);
        for (int i = 0; i < cells.length; i++) {
            target[start + (i >> 3)] |= (byte) ((cells[i] != 0 ? 1 : 0) << (i & 7));
        }
    }

    /** Whether nothing but the byte that makes a segment even follows. */
    private boolean isPadding(int end) {
        int left = end - in.start() - position;
        return left == 0 || left == 1 && in.array()[end - 1] == 0;
    }
}
