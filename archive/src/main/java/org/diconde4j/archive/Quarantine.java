package org.diconde4j.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.diconde4j.archive.dimse.Desk;
import org.diconde4j.archive.intake.Event;
import org.diconde4j.storage.QuarantineEntry;
import org.diconde4j.storage.Source;

/** What was set aside: kept with its reason, but not part of the archive. Thread-safe. */
public final class Quarantine {
    private final Desk desk;

    Quarantine(Desk desk) {
        this.desk = desk;
    }

    /**
     * Lists what was set aside.
     *
     * @return the entries, in the order of arrival
     */
    public List<QuarantineEntry> list() {
        return desk.index().quarantined().toList();
    }

    /**
     * Finds an entry.
     *
     * @param id its id
     * @return the entry, or nothing
     */
    public Optional<QuarantineEntry> entry(String id) {
        return Optional.ofNullable(desk.index().quarantined(id));
    }

    /**
     * Opens the bytes as they were received, with the head that was kept or made for them.
     *
     * @param entry the entry
     * @return the bytes; to be closed by the caller
     */
    public InputStream open(QuarantineEntry entry) {
        return desk.objects().open(entry.receipt().name());
    }

    /**
     * Makes an object part of the archive after all, if it can be read by now and its SOP Instance UID is free.
     *
     * @param entry the entry
     * @param reason why, for the receipt
     * @return stored; or quarantined still, with the reason that stands against it; or gone, if somebody else, be it in another
     *     process, has released or discarded it
     * @throws IOException if its bytes cannot be read
     */
    public StoreResult release(QuarantineEntry entry, String reason) throws IOException {
        return StoreResult.of(desk.intake().setAside().release(entry, new Event(Source.api(), reason)));
    }

    /**
     * Discards an object for good. Its receipts stay and say so.
     *
     * @param entry the entry
     * @param reason why, for the receipt
     * @return false if somebody else, be it in another process, had released or discarded it; then nothing was changed
     */
    public boolean discard(QuarantineEntry entry, String reason) {
        return desk.intake().setAside().discard(entry, new Event(Source.api(), reason));
    }
}
