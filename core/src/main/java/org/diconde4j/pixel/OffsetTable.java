package org.diconde4j.pixel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.diconde4j.data.Element;
import org.diconde4j.data.Fragments;
import org.jspecify.annotations.Nullable;

/**
 * The entries of an offset table against the fragments that there are. Entries count from the first byte of the first
 * fragment's item tag (PS3.5 A.4, PS3.3 C.7.6.3.1.8).
 *
 * @param first the fragment that each frame begins with, 1 for the first, and then the number of items; null if the
 *     table is wrong
 * @param repaired whether entries over 2^32 had to be made whole again
 * @param problem why the table is wrong, or null
 */
record OffsetTable(
        int @Nullable [] first, boolean repaired, @Nullable String problem) {
    private static OffsetTable wrong(String problem) {
        return new OffsetTable(null, false, problem);
    }

    /** Reads the Basic Offset Table; entries have 32 bits. */
    static OffsetTable basic(Fragments fragments) throws IOException {
        long length = fragments.length(0);
        int most = fragments.count() - 1;
        if (length % 4 != 0 || length / 4 > most) {
            return wrong(length + " bytes of entries for " + most + " fragments");
        }
        ByteBuffer bytes;
        try (InputStream in = fragments.open(0)) {
            bytes = read(in, (int) length);
        }
        long[] offsets = new long[(int) length / 4];
        boolean wrapped = false;
        long high = 0;
        for (int i = 0; i < offsets.length; i++) {
            long offset = high + (bytes.getInt() & 0xFFFFFFFFL);
            if (i > 0 && offset <= offsets[i - 1] && fragments.encodedLength() > 0xFFFFFFFFL) {
                high += 1L << 32; // the writer counted on, and 32 bits have lost the carry
                offset += 1L << 32;
                wrapped = true;
            }
            offsets[i] = offset;
        }
        OffsetTable table = of(offsets, fragments);
        return new OffsetTable(table.first, wrapped && table.first != null, table.problem);
    }

    /** Reads the Extended Offset Table; entries have 64 bits. */
    static OffsetTable extended(Element element, Fragments fragments) throws IOException {
        int most = fragments.count() - 1;
        if (element.length() % 8 != 0 || element.length() / 8 > most) {
            return wrong(element.length() + " bytes of entries for " + most + " fragments");
        }
        return of(longs(element), fragments);
    }

    /** Values of 64 bits, wherever they are. */
    static long[] longs(Element element) throws IOException {
        ByteBuffer bytes;
        try (InputStream in = element.open()) {
            bytes = read(in, (int) element.length());
        }
        bytes.order(element.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        long[] values = new long[bytes.remaining() / 8];
        bytes.asLongBuffer().get(values);
        return values;
    }

    private static ByteBuffer read(InputStream in, int length) throws IOException {
        return ByteBuffer.wrap(in.readNBytes(length)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static OffsetTable of(long[] offsets, Fragments fragments) {
        int[] first = new int[offsets.length + 1];
        int fragment = 1;
        long begins = 0;
        for (int i = 0; i < offsets.length; i++) {
            long offset = offsets[i];
            if (i == 0 && offset != 0) {
                return wrong("the first entry is " + Long.toUnsignedString(offset) + ", expected 0");
            }
            if (i > 0 && Long.compareUnsigned(offset, offsets[i - 1]) <= 0) {
                return wrong("entry " + (i + 1) + " is " + Long.toUnsignedString(offset) + " after "
                        + Long.toUnsignedString(offsets[i - 1]));
            }
            while (fragment < fragments.count() && Long.compareUnsigned(begins, offset) < 0) {
                begins += 8 + fragments.length(fragment++);
            }
            if (fragment == fragments.count() || begins != offset) {
                return wrong(
                        "entry " + (i + 1) + " is " + Long.toUnsignedString(offset) + ", where no fragment begins");
            }
            first[i] = fragment;
        }
        first[offsets.length] = fragments.count();
        return new OffsetTable(first, false, null);
    }
}
