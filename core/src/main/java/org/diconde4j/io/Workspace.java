package org.diconde4j.io;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.diconde4j.data.DatasetAssembler;
import org.jspecify.annotations.Nullable;

/** What a reading needs besides its result, kept for the next, so that a header is read without garbage. */
final class Workspace {
    private static final int BUFFER = 1 << 13;

    final byte[] buffer = new byte[BUFFER];
    final DatasetAssembler assembler = new DatasetAssembler(1 << 12);
    final DatasetAssembler.Run run = new DatasetAssembler.Run();

    /** Work spaces that are not in use, a few at most: more readings at once make their own. Thread-safe. */
    static final class Pool {
        private static final int SLOTS = 8;

        private final AtomicReferenceArray<@Nullable Workspace> slots = new AtomicReferenceArray<>(SLOTS);

        Workspace take() {
            int first = slot();
            for (int i = 0; i < SLOTS; i++) {
                int slot = first + i & SLOTS - 1;
                Workspace free = slots.get(slot) == null ? null : slots.getAndSet(slot, null);
                if (free != null) {
                    return free;
                }
            }
            return new Workspace();
        }

        /** Takes back what a reading has left in order; after a failure it is not given back. */
        void giveBack(Workspace workspace) {
            slots.lazySet(slot(), workspace);
        }

        private static int slot() {
            return (int) Thread.currentThread().getId() & SLOTS - 1;
        }
    }
}
