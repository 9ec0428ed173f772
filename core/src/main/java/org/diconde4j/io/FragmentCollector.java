package org.diconde4j.io;

import java.io.IOException;
import org.diconde4j.data.Fragments;

/** Notes where fragments are, or keeps their bytes. */
final class FragmentCollector {
    private final BulkPolicy bulk;
    private final boolean bigEndian;
    private final MemorySource memory = new MemorySource();
    private final Fragments.Builder fragments = Fragments.builder();

    FragmentCollector(BulkPolicy bulk, boolean bigEndian) {
        this.bulk = bulk;
        this.bigEndian = bigEndian;
    }

    int count() {
        return fragments.count();
    }

    /** Takes the next fragment; returns how many of its bytes there were. */
    long add(Input in, long length) throws IOException {
        if (bulk.inMemory()) {
            memory.skip(8);
            long offset = memory.size();
            long found = memory.append(in, length);
            fragments.add(offset, found);
            return found;
        }
        long offset = in.position();
        long found = in.skip(length);
        if (bigEndian || found < length) {
            fragments.add(offset, found);
        } else {
            fragments.addItem(offset, found);
        }
        return found;
    }

    Fragments collected() {
        return fragments.build(bulk.inMemory() ? memory : bulk.source());
    }
}
