package org.diconde4j.io;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.diconde4j.data.DatasetAssembler;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.VR;

/**
 * Takes runs of elements about which there is nothing to think, as nearly all are: little endian, in ascending order, in
 * the buffer as a whole, with a small even length that fits, and of a representation that no other element decides. The first
 * that differs in any way ends the run and is left to {@link DataSetParser}. This is for speed alone: without it the
 * result is the same.
 */
final class PlainElements {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int HEADER = 8;
    /** An even number of which all smaller even ones are a part: no other bit is set in them. */
    private static final int LONGEST = (1 << 12) - 2;
    /** Values are copied in pieces of this size; what is behind them is overwritten by the next. */
    private static final int BLOCK = 16;

    private static final int LAST_OF_GROUP_0 = 0xFFFF;
    private static final int LETTERS = 0xE0E0;
    private static final int CAPITALS = 0x4040;
    private static final int NONE = -1;
    private static final int UNSIGNED_SHORT = DatasetAssembler.code(VR.US);
    /** Representations whose length has 16 bits, by the low five bits of both letters. */
    private static final int[] SHORT = new int[1 << 10];

    static {
        Arrays.fill(SHORT, NONE);
        for (VR vr : VR.values()) {
            if (!vr.hasLongLength()) {
                SHORT[place(vr.name().charAt(0) | vr.name().charAt(1) << 8)] = DatasetAssembler.code(vr);
            }
        }
    }

    private final Reading reading;
    private final DatasetAssembler assembler;
    private final DatasetAssembler.Run run;
    private final Representations representations;
    private final PlainSequences sequences;
    private final Dictionary dictionary = Dictionary.standard();

    PlainElements(Reading reading, Workspace workspace, Representations representations) {
        this.reading = reading;
        this.assembler = workspace.assembler;
        this.run = workspace.run;
        this.representations = representations;
        this.sequences = new PlainSequences(reading, assembler, representations);
    }

    private static int place(int letters) {
        return (letters & 0x1F) << 5 | letters >>> 8 & 0x1F;
    }

    /**
     * Takes runs and {@link PlainSequences} as far as they go.
     *
     * @param after a tag that all are greater than; those of group 0 never are in a run
     * @param before a tag, not negative, that all are less than
     * @param end where the data set ends
     * @return whether there was any; then {@link Reading#tag} is the last
     */
    boolean take(int after, int before, long end) throws IOException {
        boolean some = run(after, before, end);
        while (sequences.take(some ? reading.tag : after, before, end)) {
            some = true;
            run(reading.tag, before, end);
        }
        return some;
    }

    private boolean run(int after, int before, long end) throws IOException {
        Input in = reading.in;
        if (reading.bigEndian || reading.watched || after < 0 || in.available(HEADER) < HEADER) {
            return false;
        }
        int begin = in.next();
        long left = Math.min(Math.min(in.buffered(), end - in.position()), reading.memoryLeft());
        int lastHeader = begin + (int) left - HEADER;
        int atMost = Math.min(reading.elementsLeft(), (int) left >> 3);
        assembler.begin(run, atMost, BLOCK);
        byte[] buffer = in.buffer();
        byte[] values = run.values;
        int[] index = run.index;
        int base = run.base;
        int room = run.room;
        int size = run.size;
        int most = size + DatasetAssembler.Run.STRIDE * atMost;
        int place = run.next;
        int lastBlock = buffer.length - BLOCK;
        boolean explicit = reading.explicit;
        int last = Math.max(after, LAST_OF_GROUP_0);
        int at = begin;
        while (at <= lastHeader && size < most) {
            long header = (long) LONG.get(buffer, at);
            int tag = (int) header << 16 | (int) header >>> 16;
            int length = explicit ? (int) (header >>> 48) : (int) (header >>> 32);
            int code = explicit ? explicit((int) (header >>> 32)) : implicit(tag, length);
            int value = at + HEADER;
            int next = value + length;
            if (code == NONE
                    || tag <= last
                    || tag >= before
                    || (length & ~LONGEST) != 0
                    || next > lastHeader + HEADER
                    || place + length > room) {
                break;
            }
            if (code == UNSIGNED_SHORT && length >= 2) {
                representations.note(tag, buffer[value] & 0xFF | (buffer[value + 1] & 0xFF) << 8);
            }
            if (next > lastBlock) {
                System.arraycopy(buffer, value, values, place, length);
            } else {
                int i = 0;
                do { // values are short: a call for each would take longer
                    LONG.set(values, place + i, (long) LONG.get(buffer, value + i));
                    LONG.set(values, place + i + 8, (long) LONG.get(buffer, value + i + 8));
                    i += BLOCK;
                } while (i < length);
            }
            index[size] = tag;
            index[size + 1] = code | place - base;
            size += DatasetAssembler.Run.STRIDE;
            place += length;
            last = tag;
            at = next;
        }
        if (at == begin) {
            return false;
        }
        reading.passed((size - run.size) / DatasetAssembler.Run.STRIDE, place - run.next);
        reading.tag = last;
        run.size = size;
        run.next = place;
        assembler.end(run);
        in.consume(at - begin);
        return true;
    }

    /**
     * Whether an explicit element is as plain as those of a run; its end and the order of tags are not looked at.
     *
     * @param header its first eight bytes as a number
     */
    static boolean isPlain(long header) {
        return explicit((int) (header >>> 32)) != NONE && (header >>> 48 & ~LONGEST) == 0;
    }

    private static int explicit(int letters) {
        return (letters & LETTERS) == CAPITALS ? SHORT[place(letters)] : NONE;
    }

    /** A length whose bytes cannot be two letters, and a representation that does not depend on other elements. */
    private int implicit(int tag, int length) {
        if ((tag & 0x10000) != 0 || length < 0 || length > LONGEST) {
            return NONE;
        }
        VR vr = dictionary.vrOf(tag);
        return vr.hasLongLength() || vr == VR.US ? NONE : DatasetAssembler.code(vr);
    }
}
