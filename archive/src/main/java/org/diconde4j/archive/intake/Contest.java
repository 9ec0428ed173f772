package org.diconde4j.archive.intake;

import java.util.concurrent.locks.LockSupport;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Receipt;
import org.jspecify.annotations.Nullable;

/**
 * Who was first, where other processes take objects into the same archive: two may get the same SOP Instance UID at once, and each
 * finds it unknown. The one with the lower sequence has it. Thread-safe.
 */
final class Contest {
    private static final long FIRST_WAIT = 500_000; // nanoseconds, doubled each time
    private static final int WAITS = 11; // a second in all

    private final Index index;
    private final Replay replay;

    Contest(Index index, Replay replay) {
        this.index = index;
        this.replay = replay;
    }

    /**
     * Tells who has the SOP Instance UID, once all receipts before this one are in the index, which is a matter of moments; if the
     * process that wrote one of them died, they are brought there from here.
     *
     * @param receipt the receipt of an instance that was just applied
     * @return the instance that was there first, or null if this one was
     */
    @Nullable
    InstanceRef lostTo(Receipt receipt) {
        String uid = receipt.sopInstanceUid();
        if (uid == null || !index.shared()) {
            return null;
        }
        long missing = receipt.sequence() - index.appliedSequence();
        // While the index is being built anew, it would take too long; what holds then is what it knows so far.
        for (int i = 0; missing > 0 && missing < Replay.MOST_BEHIND; i++) {
            if (i == WAITS) {
                catchUp(receipt.sequence());
                break;
            }
            LockSupport.parkNanos(FIRST_WAIT << i);
            missing = receipt.sequence() - index.appliedSequence();
        }
        InstanceRef holder = index.instance(uid);
        return holder == null || holder.sequence() >= receipt.sequence() ? null : holder;
    }

    /** One thread does it for all. */
    private synchronized void catchUp(long sequence) {
        if (index.appliedSequence() < sequence) {
            replay.run();
        }
    }
}
