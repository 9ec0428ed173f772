package org.diconde4j.io;

import java.io.IOException;
import org.diconde4j.data.Fragments;

/** Notes where fragments are, or keeps their bytes. */
final class FragmentCollector {
    private final BulkPolicy bulk;
    private final MemorySource memory = new MemorySource();
    private final Fragments.Builder fragments = Fragments.builder();

    FragmentCollector(BulkPolicy bulk) {
        this.bulk = bulk;
    }

    int count() {
        return fragments.count();
    }

    /** Takes the next fragment; returns how many of its bytes there were. */
    long add(Input in, long length) throws IOException {
        long offset;
        long found;
        if (bulk.inMemory()) {
            memory.skip(8);
            offset = memory.size();
            found = memory.append(in, length);
        } else {
            offset = in.position();
            found = in.skip(length);
        }
        fragments.add(offset, found);
        return found;
    }

    Fragments collected() {
        return fragments.build(bulk.inMemory() ? memory : bulk.source());
    }
}
