package org.diconde4j.archive.intake;

import java.util.ArrayList;
import java.util.List;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.Receipt;

/**
 * What other processes did to an instance while this one was changing it. They don't wait for each other; each looks through the
 * receipts between what it had seen and its own, where the others stand that did the same.
 */
final class Meanwhile {
    private final ObjectStore objects;
    private final boolean alone;
    private final long seen;

    /** To be made before the instance is looked at. */
    Meanwhile(ObjectStore objects, Index index) {
        this.objects = objects;
        this.alone = !index.shared();
        this.seen = alone ? 0 : index.appliedSequence();
    }

    /** Later versions and deletions of an instance by others, in their order, between two receipts as far as they were not seen anyway. */
    List<Receipt> events(long firstVersion, long after, long before, List<Receipt> own) {
        List<Receipt> found = new ArrayList<>();
        long from = Math.max(seen, after);
        if (alone || Math.min(before, objects.lastSequence()) - from > Replay.MOST_BEHIND) {
            return found;
        }
        try (Cursor<Receipt> receipts = objects.receipts(from)) {
            while (receipts.hasNext()) {
                Receipt receipt = receipts.next();
                if (receipt.sequence() >= before) {
                    break;
                }
                Long about = receipt.refersTo();
                if (about != null && about == firstVersion && !own.contains(receipt)) {
                    found.add(receipt);
                }
            }
        }
        return found;
    }
}
