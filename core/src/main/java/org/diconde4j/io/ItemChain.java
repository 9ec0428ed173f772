package org.diconde4j.io;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.NoSuchElementException;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Fragments;
import org.jspecify.annotations.Nullable;

/**
 * Encapsulated pixel data as the JSON and XML models hold it: its items with their headers one after the other, without
 * the sequence delimiter (PS3.5 A.4).
 */
final class ItemChain {
    private static final int HEADER = 8;

    private ItemChain() {}

    static InputStream open(Fragments fragments) {
        return new SequenceInputStream(new Enumeration<>() {
            private int next;

            @Override
            public boolean hasMoreElements() {
                return next < 2 * fragments.count();
            }

            @Override
            public InputStream nextElement() {
                if (!hasMoreElements()) {
                    throw new NoSuchElementException();
                }
                int index = next / 2;
                try {
                    return next++ % 2 == 0 ? header(fragments.length(index)) : fragments.open(index);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
    }

    private static InputStream header(long length) {
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.putShort((short) 0xFFFE).putShort((short) 0xE000).putInt((int) length);
        return new ByteArrayInputStream(header.array());
    }

    /** The fragments, if a value is items from its first byte to its last; a delimiter may follow them. Else null. */
    static @Nullable Fragments find(BulkData value, int maxFragments) throws IOException {
        if (value.length() < HEADER || value.source() == null) {
            return null;
        }
        long[] offsets = new long[2];
        long[] lengths = new long[2];
        int count = 0;
        long at = 0;
        try (InputStream in = new BufferedInputStream(value.open(), 1 << 13)) {
            while (value.length() - at >= HEADER) {
                ByteBuffer header = ByteBuffer.wrap(in.readNBytes(HEADER)).order(ByteOrder.LITTLE_ENDIAN);
                if (header.remaining() < HEADER) {
                    return null;
                }
                int tag = header.getShort() << 16 | header.getShort() & 0xFFFF;
                long length = header.getInt() & 0xFFFFFFFFL;
                at += HEADER;
                if (tag == DataSetParser.SEQUENCE_DELIMITER && length == 0) {
                    break;
                }
                if (tag != DataSetParser.ITEM || length > value.length() - at || count == maxFragments) {
                    return null;
                }
                if (count == offsets.length) {
                    offsets = Arrays.copyOf(offsets, 2 * count);
                    lengths = Arrays.copyOf(lengths, 2 * count);
                }
                offsets[count] = value.offset() + at;
                lengths[count++] = length;
                at += length;
                in.skipNBytes(length);
            }
        }
        return count == 0 || at != value.length()
                ? null
                : new Fragments(value.source(), Arrays.copyOf(offsets, count), Arrays.copyOf(lengths, count));
    }
}
