package org.diconde4j.io;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.diconde4j.data.DatasetAssembler;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/**
 * Takes runs of elements about which there is nothing to think, as nearly all are: little endian, in ascending order, in
 * the buffer as a whole, with a small even length that fits, and of a representation that no other element decides. The first
 * that differs in any way ends the run and is left to {@link DataSetParser}. This is for speed alone: without it the
 * result is the same.
 */
final class PlainElements {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LONGEST = (1 << 12) - 2;
    private static final int LETTERS = 0xE0E0;
    private static final int CAPITALS = 0x4040;
    /** By the low five bits of both letters. */
    private static final @Nullable VR[] SHORT = new VR[1 << 10];

    static {
        for (VR vr : VR.values()) {
            if (!vr.hasLongLength()) {
                SHORT[place(vr.name().charAt(0) | vr.name().charAt(1) << 8)] = vr;
            }
        }
    }

    private final Reading reading;
    private final DatasetAssembler assembler;
    private final DatasetAssembler.Run run;
    private final Representations representations;
    private final Dictionary dictionary = Dictionary.standard();

    PlainElements(Reading reading, Workspace workspace, Representations representations) {
        this.reading = reading;
        this.assembler = workspace.assembler;
        this.run = workspace.run;
        this.representations = representations;
    }

    private static int place(int letters) {
        return (letters & 0x1F) << 5 | letters >>> 8 & 0x1F;
    }

    /**
     * Takes a run.
     *
     * @param after a tag that all are greater than; those of group 0 never are in a run
     * @param before a tag, not negative, that all are less than
     * @param end where the data set ends
     * @return whether there was any; then {@link Reading#tag} is the last
     */
    boolean take(int after, int before, long end) throws IOException {
        Input in = reading.in;
        if (reading.bigEndian || reading.watched || after < 0 || in.available(8) < 8) {
            return false;
        }
        int atMost = Math.min(reading.elementsLeft(), DatasetAssembler.Run.MOST);
        long memory = reading.memoryLeft();
        byte[] buffer = in.buffer();
        int begin = in.next();
        int limit = begin + (int) Math.min(in.buffered(), end - in.position());
        boolean explicit = reading.explicit;
        int count = 0;
        int taken = 0;
        int last = Math.max(after, 0xFFFF);
        int at = begin;
        run.clear();
        while (at + 8 <= limit && count < atMost) {
            long header = (long) LONG.get(buffer, at);
            int tag = (int) header << 16 | (int) header >>> 16;
            int length = explicit ? (int) (header >>> 48) : (int) (header >>> 32);
            VR vr = explicit ? explicit((int) (header >>> 32)) : implicit(tag, length);
            if (vr == null
                    || tag <= last
                    || tag >= before
                    || (length & 1) != 0
                    || length > LONGEST
                    || length > limit - at - 8
                    || taken + length > memory) {
                break;
            }
            if (vr == VR.US && length >= 2) {
                representations.note(tag, buffer[at + 8] & 0xFF | (buffer[at + 9] & 0xFF) << 8);
            }
            run.add(tag, vr, at + 8, length);
            last = tag;
            count++;
            taken += length;
            at += 8 + length;
        }
        if (count == 0) {
            return false;
        }
        assembler.values(run, buffer);
        in.consume(at - begin);
        reading.passed(count, taken);
        reading.tag = last;
        return true;
    }

    private static @Nullable VR explicit(int letters) {
        return (letters & LETTERS) == CAPITALS ? SHORT[place(letters)] : null;
    }

    /** A length whose bytes cannot be two letters, and a representation that does not depend on other elements. */
    private @Nullable VR implicit(int tag, int length) {
        if ((tag & 0x10000) != 0 || length < 0 || length > LONGEST) {
            return null;
        }
        VR vr = dictionary.vrOf(tag);
        return vr.hasLongLength() || vr == VR.US ? null : vr;
    }
}
