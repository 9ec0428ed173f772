package org.diconde4j.archive.intake;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletions of instances with several versions that a crash broke off: each version has a receipt of its own, and the first of them makes
 * all versions unknown. Those that are missing are made up for before the replay of an opening, which then removes the bytes.
 */
public final class UnfinishedDeletions {
    private static final Logger LOG = LoggerFactory.getLogger(UnfinishedDeletions.class);

    private final ObjectStore objects;
    private final Index index;
    private final Map<Long, Receipt> deleted = new HashMap<>();
    private final Map<Long, Set<String>> gone = new HashMap<>();
    private final Map<Long, Map<String, InstanceRef>> corrected = new HashMap<>();

    private UnfinishedDeletions(ObjectStore objects, Index index) {
        this.objects = objects;
        this.index = index;
    }

    /**
     * Finishes those among the receipts that the index has not seen.
     *
     * @param objects where the receipts are, to which nobody else writes
     * @param index how far all is well
     */
    public static void finish(ObjectStore objects, Index index) {
        long applied = index.appliedSequence();
        if (applied < objects.lastSequence()) {
            new UnfinishedDeletions(objects, index).finish(applied);
        }
    }

    private void finish(long applied) {
        try (Cursor<Receipt> receipts = objects.receipts(applied)) {
            receipts.forEachRemaining(this::look);
        }
        deleted.forEach(this::finish);
    }

    private void look(Receipt receipt) {
        Long first = receipt.refersTo();
        if (first == null) {
            return;
        }
        if (receipt.kind() == Receipt.Kind.CORRECTED) {
            corrected.computeIfAbsent(first, k -> new HashMap<>()).put(receipt.name(), InstanceRef.of(receipt));
        } else if (receipt.kind() == Receipt.Kind.DELETED) {
            deleted.put(first, receipt);
            gone.computeIfAbsent(first, k -> new HashSet<>()).add(receipt.name());
        }
    }

    private void finish(long first, Receipt last) {
        Map<String, InstanceRef> left = corrected.getOrDefault(first, new HashMap<>());
        List<InstanceRef> known = index.versions(String.valueOf(last.sopInstanceUid()));
        if (!known.isEmpty() && known.get(0).sequence() == first) {
            known.forEach(version -> left.putIfAbsent(version.name(), version));
        }
        left.keySet().removeAll(gone.getOrDefault(first, Set.of()));
        for (InstanceRef version : left.values()) {
            objects.append(ReceiptDraft.about(
                    version.receipt(Receipt.Kind.STORED, first, null),
                    Receipt.Kind.DELETED,
                    last.arrival(),
                    last.source(),
                    last.reason()));
            LOG.warn("{}: the deletion of {}, which a crash broke off, is finished", objects.uri(), version.name());
        }
    }
}
