package org.diconde4j.storage.s3;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.diconde4j.storage.LookAhead;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;

/** Reads the receipts from a place to an end, batch by batch. */
final class ReceiptCursor extends LookAhead<Receipt> {
    private static final int PAGE = 1000;

    private final Service service;
    private final long end;
    private final Consumer<String> findings;
    private final Queue<String> batches = new ArrayDeque<>();
    private Iterator<Receipt> receipts = List.<Receipt>of().iterator();
    private long listedTo;
    private boolean listed;
    private long last;

    ReceiptCursor(Service service, long after, long end, Consumer<String> findings) {
        this.service = service;
        this.last = after;
        this.end = end;
        this.findings = findings;
        this.listed = after >= end;
        this.listedTo = listed ? after : start(after);
    }

    /** After which the batch begins that holds the receipt after a sequence, or an earlier one: listings go forward only. */
    private long start(long after) {
        for (long step = 1; step < after; step *= 32) {
            long from = after - step;
            long found = 0;
            for (Service.Listed batch : service.list(Batch.FOLDER, Batch.listAfter(from), PAGE)) {
                long first = Batch.first(batch.name());
                found = first <= after + 1 ? Math.max(found, first) : found;
            }
            if (found > 0) {
                return found - 1;
            }
        }
        return 0;
    }

    @Override
    protected @Nullable Receipt find() {
        while (!isClosed() && (receipts.hasNext() || openNext())) {
            while (receipts.hasNext()) {
                Receipt receipt = receipts.next();
                if (receipt.sequence() > last && receipt.sequence() <= end) {
                    last = receipt.sequence();
                    return receipt;
                }
            }
        }
        return null;
    }

    private boolean openNext() {
        if (batches.isEmpty() && !listed) {
            List<Service.Listed> page = service.list(Batch.FOLDER, Batch.listAfter(listedTo), PAGE);
            for (Service.Listed batch : page) {
                listedTo = Batch.first(batch.name());
                if (listedTo > end) {
                    listed = true;
                } else if (listedTo > 0) {
                    batches.add(batch.name());
                }
            }
            listed |= page.size() < PAGE;
        }
        String name = batches.poll();
        if (name == null) {
            return false;
        }
        byte[] text = service.bytes(name);
        if (text == null) {
            throw new StorageException(
                    "the receipts " + name + " in " + service.place().uri() + " are gone while they were being read");
        }
        receipts = Batch.read(name, text, findings).iterator();
        return true;
    }
}
