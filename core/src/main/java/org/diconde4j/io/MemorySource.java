package org.diconde4j.io;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.diconde4j.data.BulkData;

/** Bytes in memory that grow while they are read, without one array that is copied again and again. */
final class MemorySource implements BulkData.Source {
    private static final int CHUNK = 1 << 16;

    private final List<byte[]> chunks = new ArrayList<>();
    private byte[] last = {};
    private int used = CHUNK;
    private long size;

    long size() {
        return size;
    }

    /** Takes bytes from an input; returns how many there were. */
    long append(Input in, long length) throws java.io.IOException {
        long done = 0;
        while (done < length) {
            makeRoom(length - done);
            int part = (int) Math.min(length - done, last.length - used);
            int found = in.read(last, used, part);
            used += found;
            size += found;
            done += found;
            if (found < part) {
                break;
            }
        }
        return done;
    }

    /** Leaves room as for the header of an item, so that offsets are those of fragments one after the other. */
    void skip(int count) {
        for (int left = count; left > 0; ) {
            makeRoom(left);
            int part = Math.min(left, last.length - used);
            used += part;
            size += part;
            left -= part;
        }
    }

    private void makeRoom(long wanted) {
        if (used == CHUNK) {
            last = new byte[(int) Math.min(CHUNK, Math.max(256, wanted))];
            chunks.add(last);
            used = 0;
        } else if (used == last.length) {
            last = Arrays.copyOf(last, (int) Math.min(CHUNK, Math.max(2L * used, used + wanted)));
            chunks.set(chunks.size() - 1, last);
        }
    }

    @Override
    public InputStream open(long offset, long length) {
        long end = Math.min(size, offset + length);
        return new InputStream() {
            private long next = offset;

            @Override
            public int read() {
                return next < end ? chunks.get((int) (next / CHUNK))[(int) (next++ % CHUNK)] & 0xFF : -1;
            }

            @Override
            public int read(byte[] bytes, int at, int count) {
                if (next >= end && count > 0) {
                    return -1;
                }
                int from = (int) (next % CHUNK);
                int part = (int) Math.min(Math.min(count, CHUNK - from), end - next);
                System.arraycopy(chunks.get((int) (next / CHUNK)), from, bytes, at, part);
                next += part;
                return part;
            }
        };
    }
}
