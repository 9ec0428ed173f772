package org.diconde4j.io;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.diconde4j.data.DatasetAssembler;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;

/**
 * Takes sequences that are in the buffer as a whole and whose items have nothing but plain elements, as {@link PlainElements}
 * describes them: codes and references, which most are. Their items are kept as they are encoded and looked through, but
 * not taken apart before somebody asks for an element. All others are left to {@link DataSetParser}. This is for speed
 * alone: without it the result is the same.
 */
final class PlainSequences {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int HEADER = 8;
    private static final int SEQUENCE_HEADER = 12;
    private static final int UNDEFINED = -1;
    /** SQ and the two reserved bytes, as a number. */
    private static final int SQ = 'S' | 'Q' << 8;

    private static final int ITEM = 0xE000FFFE;
    /** Delimiters with their length, which is 0. */
    private static final long ITEM_DELIMITER = 0xE00DFFFEL;

    private static final long SEQUENCE_DELIMITER = 0xE0DDFFFEL;
    private static final int LAST_OF_GROUP_0 = 0xFFFF;
    private static final int FAILED = -1;

    private final Reading reading;
    private final DatasetAssembler assembler;
    private final Representations representations;
    /** Elements, items and delimiters of the sequence so far. */
    private int count;
    /** Bytes of values so far. */
    private int inMemory;

    PlainSequences(Reading reading, DatasetAssembler assembler, Representations representations) {
        this.reading = reading;
        this.assembler = assembler;
        this.representations = representations;
    }

    /**
     * Takes a sequence.
     *
     * @param after a tag that its own is greater than
     * @param before a tag, not negative, that its own is less than
     * @param end where the data set ends
     * @return whether there was one; then {@link Reading#tag} is its tag
     */
    boolean take(int after, int before, long end) throws IOException {
        Input in = reading.in;
        if (!reading.explicit || reading.bigEndian || reading.watched || after < 0 || in.available(HEADER) < HEADER) {
            return false;
        }
        int tag = reading.peekTag();
        if (in.peek32(4, false) != SQ
                || tag <= Math.max(after, LAST_OF_GROUP_0)
                || tag >= before
                || reading.options.items() != ReadOptions.UNTOLD
                || assembler.depth() > reading.limits.depth()
                || in.available(SEQUENCE_HEADER) < SEQUENCE_HEADER) {
            return false;
        }
        int length = in.peek32(8, false);
        int whole = SEQUENCE_HEADER + length;
        boolean undefined = length == UNDEFINED;
        if (!undefined && (length <= 0 || length > in.capacity() - SEQUENCE_HEADER || in.available(whole) < whole)) {
            return false;
        }
        int left = (int) Math.min(undefined ? in.buffered() : whole, end - in.position());
        if (!undefined && left < whole || left > reading.memoryLeft() || left / HEADER > reading.elementsLeft()) {
            return false;
        }
        int begin = in.next();
        int next = items(in.buffer(), begin + SEQUENCE_HEADER, begin + left, undefined);
        if (next == FAILED) {
            assembler.rollBack(assembler.depth());
            return false;
        }
        representations.endItem(representations.beginItem());
        assembler.sequence(tag, VR.SQ, undefined);
        reading.passed(count, inMemory);
        reading.tag = tag;
        in.consume(next - begin);
        return true;
    }

    /** Takes items up to the end of their sequence, which this gives. */
    private int items(byte[] buffer, int begin, int end, boolean undefined) {
        count = 1;
        inMemory = 0;
        int at = begin;
        while (at <= end - HEADER) {
            long header = (long) LONG.get(buffer, at);
            at += HEADER;
            if (undefined && header == SEQUENCE_DELIMITER) {
                return at;
            }
            int length = (int) (header >>> 32);
            boolean delimited = length == UNDEFINED;
            if ((int) header != ITEM || !delimited && (length <= 0 || length > end - at)) {
                return FAILED;
            }
            int itemEnd = elements(buffer, at, delimited ? end - HEADER : at + length);
            boolean plain = delimited
                    ? itemEnd <= end - HEADER && (long) LONG.get(buffer, itemEnd) == ITEM_DELIMITER
                    : itemEnd == at + length;
            if (!plain || itemEnd == at || !assembler.encodedItem(buffer, at, itemEnd - at, delimited)) {
                return FAILED;
            }
            count += delimited ? 2 : 1; // a delimiter counts too
            at = delimited ? itemEnd + HEADER : itemEnd;
        }
        return undefined || at < end ? FAILED : at;
    }

    /** Looks through elements as long as they are plain; gives where the first stands that is not. */
    private int elements(byte[] buffer, int begin, int end) {
        int at = begin;
        int last = Tag.SpecificCharacterSet; // must not be among them
        int before = count;
        while (at <= end - HEADER) {
            long header = (long) LONG.get(buffer, at);
            int tag = (int) header << 16 | (int) header >>> 16;
            int next = at + HEADER + (int) (header >>> 48);
            if (tag <= last || !PlainElements.isPlain(header) || next > end) {
                break;
            }
            last = tag;
            at = next;
            count++;
        }
        inMemory += at - begin - HEADER * (count - before);
        return at;
    }
}
