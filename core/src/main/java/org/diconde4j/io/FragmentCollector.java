package org.diconde4j.io;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Fragments;

/** Notes where fragments are, or keeps their bytes. */
final class FragmentCollector {
    private static final int CHUNK = 1 << 16;

    private final BulkPolicy bulk;
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream(0);
    private long[] offsets = new long[8];
    private long[] lengths = new long[8];
    private int count;

    FragmentCollector(BulkPolicy bulk) {
        this.bulk = bulk;
    }

    int count() {
        return count;
    }

    /** Takes the next fragment; returns how many of its bytes there were. */
    long add(Input in, long length) throws IOException {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
        }
        offsets[count] = bulk.inMemory() ? memory.size() : in.position();
        long found = bulk.inMemory() ? keep(in, length) : in.skip(length);
        lengths[count++] = found;
        return found;
    }

    private long keep(Input in, long length) throws IOException {
        byte[] chunk = new byte[(int) Math.min(length, CHUNK)];
        long done = 0;
        while (done < length) {
            int part = (int) Math.min(length - done, chunk.length);
            int found = in.read(chunk, 0, part);
            memory.write(chunk, 0, found);
            done += found;
            if (found < part) {
                break;
            }
        }
        return done;
    }

    Fragments collected() {
        byte[] bytes = memory.toByteArray();
        BulkData.Source source = bulk.inMemory()
                ? (offset, length) -> new ByteArrayInputStream(bytes, (int) offset, (int) length)
                : bulk.source();
        return new Fragments(source, Arrays.copyOf(offsets, count), Arrays.copyOf(lengths, count));
    }
}
