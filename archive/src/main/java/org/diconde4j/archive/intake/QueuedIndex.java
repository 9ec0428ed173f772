package org.diconde4j.archive.intake;

import java.net.URI;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.storage.AttributePath;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexCounts;
import org.diconde4j.storage.IndexEntry;
import org.diconde4j.storage.IndexQuery;
import org.diconde4j.storage.IndexStatistics;
import org.diconde4j.storage.IndexedAttribute;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.QuarantineEntry;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.Selection;
import org.jspecify.annotations.Nullable;

/**
 * An index of this process alone, to which new objects are applied in large transactions beside the threads that take them in: a
 * transaction costs much the same for one object as for a hundred.
 *
 * <p>Nobody can see the difference. Whatever is asked waits until all that was applied before it was asked is committed; a SOP
 * Instance UID is looked up among what waits first. What waits when the process dies is replayed from its receipts by the next
 * opening. Events other than new objects, and lists of several, are applied at once. While the index fails, so does what is asked
 * or applied, until it works again. Thread-safe.
 */
public final class QueuedIndex implements Index {
    private final Index index;
    private final IndexQueue queue;

    /**
     * Puts a queue before an index.
     *
     * @param index the index, of which this process is the only user; closed with this one
     * @param replay brings {@code index} up to the receipts, after it failed for so long that the queue could not take more
     */
    public QueuedIndex(Index index, Replay replay) {
        this.index = index;
        this.queue = new IndexQueue(index, replay::run);
    }

    /**
     * What could not be indexed as it should.
     *
     * @return the findings, oldest first
     */
    public List<String> findings() {
        return queue.findings();
    }

    @Override
    public void apply(List<IndexEntry> entries) {
        if (entries.size() == 1 && onlyAdds(entries.get(0).receipt().kind())) {
            queue.add(entries.get(0));
        } else {
            try {
                settled().apply(entries);
            } catch (RuntimeException e) {
                queue.missed(); // it has happened: its receipts are durable
                throw e;
            }
        }
    }

    /** What other events are about may wait in the queue; it has to be there before them. */
    private static boolean onlyAdds(Receipt.Kind kind) {
        return kind == Receipt.Kind.STORED || kind == Receipt.Kind.QUARANTINED;
    }

    private Index settled() {
        queue.settle();
        return index;
    }

    @Override
    public @Nullable InstanceRef instance(String sopInstanceUid) {
        InstanceRef waiting = queue.instance(sopInstanceUid);
        return waiting != null ? waiting : index.instance(sopInstanceUid);
    }

    @Override
    public URI uri() {
        return index.uri();
    }

    @Override
    public String epoch() {
        return index.epoch();
    }

    @Override
    public long appliedSequence() {
        return settled().appliedSequence();
    }

    @Override
    public void replayedTo(long sequence) {
        settled().replayedTo(sequence);
    }

    @Override
    public Cursor<Dataset> find(IndexQuery query) {
        return settled().find(query);
    }

    @Override
    public long count(IndexQuery query) {
        return settled().count(query);
    }

    @Override
    public Cursor<InstanceRef> instances(Selection selection) {
        return settled().instances(selection);
    }

    @Override
    public Cursor<Dataset> metadata(Selection selection) {
        return settled().metadata(selection);
    }

    @Override
    public List<InstanceRef> versions(String sopInstanceUid) {
        return settled().versions(sopInstanceUid);
    }

    @Override
    public boolean wasDeleted(String sopInstanceUid) {
        return index.wasDeleted(sopInstanceUid); // what deletes never waits
    }

    @Override
    public Cursor<QuarantineEntry> quarantined() {
        return settled().quarantined();
    }

    @Override
    public @Nullable QuarantineEntry quarantined(String id) {
        return settled().quarantined(id);
    }

    @Override
    public IndexCounts counts() {
        return settled().counts();
    }

    @Override
    public IndexStatistics statistics() {
        return settled().statistics();
    }

    @Override
    public void addAttribute(AttributePath path) {
        index.addAttribute(path);
    }

    @Override
    public void paceAttributes(long entitiesPerSecond) {
        index.paceAttributes(entitiesPerSecond);
    }

    @Override
    public List<IndexedAttribute> attributes() {
        return index.attributes();
    }

    @Override
    public boolean removeAttribute(AttributePath path) {
        return index.removeAttribute(path);
    }

    @Override
    public void clear() {
        settled().clear();
    }

    @Override
    public void close() {
        try (index) {
            queue.close();
        }
    }
}
