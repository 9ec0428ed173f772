package org.diconde4j.archive;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.ObjectMissingException;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptText;
import org.diconde4j.storage.StorageException;

/** Reads every object that has a receipt again, quarantine included, and compares it with the recorded digest. */
public final class Verification {
    private final ObjectStore objects;

    Verification(ObjectStore objects) {
        this.objects = objects;
    }

    /**
     * What is wrong with an object.
     *
     * @param receipt what was recorded
     * @param problem what was expected and found
     * @param missing whether the object is not there at all
     */
    public record Finding(Receipt receipt, String problem, boolean missing) {}

    /**
     * What came out.
     *
     * @param verified objects that are as recorded
     * @param damaged objects that are not, and receipts that this reading found damaged ({@link Archive#findings()} names them)
     * @param missing objects that are not there
     */
    public record Report(long verified, long damaged, long missing) {}

    /**
     * Verifies all.
     *
     * @param findings told of each object that is not as recorded
     * @return the counts
     */
    public Report run(Consumer<Finding> findings) {
        return run(findings, bytes -> {});
    }

    /**
     * Verifies all.
     *
     * @param findings told of each object that is not as recorded
     * @param progress told the bytes that have been read, after each object
     * @return the counts
     */
    public Report run(Consumer<Finding> findings, LongConsumer progress) {
        Set<String> removed = removed();
        long verified = 0;
        // A damaged receipt is passed over by the cursor, and with it an object that was acknowledged: all is not well.
        // Opening
        // may have met it before.
        long damaged =
                objects.findings().stream().filter(ReceiptText::isRefusal).count();
        long missing = 0;
        long bytes = 0;
        try (Cursor<Receipt> receipts = objects.receipts(0)) {
            while (receipts.hasNext()) {
                Receipt receipt = receipts.next();
                if (!receipt.carriesBytes() || removed.contains(receipt.name())) {
                    continue;
                }
                Finding finding = check(receipt);
                if (finding == null) {
                    verified++;
                } else {
                    damaged += finding.missing() ? 0 : 1;
                    missing += finding.missing() ? 1 : 0;
                    findings.accept(finding);
                }
                bytes += receipt.length();
                progress.accept(bytes);
            }
        }
        return new Report(verified, damaged, missing);
    }

    /** The names of what its owner discarded or deleted; a name is used once, so nothing came after it. */
    private Set<String> removed() {
        Set<String> removed = new HashSet<>();
        try (Cursor<Receipt> receipts = objects.receipts(0)) {
            receipts.forEachRemaining(receipt -> {
                if (receipt.kind() == Receipt.Kind.DISCARDED || receipt.kind() == Receipt.Kind.DELETED) {
                    removed.add(receipt.name());
                }
            });
        }
        return removed;
    }

    private @org.jspecify.annotations.Nullable Finding check(Receipt receipt) {
        try {
            Digest found = objects.digest(receipt.name());
            return receipt.isWhole(found)
                    ? null
                    : new Finding(receipt, "expected digest " + receipt.file() + ", found " + found, false);
        } catch (ObjectMissingException e) {
            return new Finding(receipt, String.valueOf(e.getMessage()), true);
        } catch (StorageException e) {
            return new Finding(receipt, String.valueOf(e.getMessage()), false);
        }
    }
}
