package org.diconde4j.storage.memory;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.RecordNames;
import org.diconde4j.storage.RecordText;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StoredRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records on the heap, in their written form, so that they come back as they would from a file. Everything is guarded by this
 * object's monitor; all of it is short.
 */
final class MemoryRecords implements Records {
    private final URI uri;
    private final Map<String, TreeMap<String, byte[]>> kinds = new HashMap<>();
    private boolean closed;

    MemoryRecords(URI uri) {
        this.uri = uri;
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public synchronized @Nullable StoredRecord get(String kind, String id) {
        byte[] bytes = of(kind).get(RecordNames.requireId(id));
        return bytes == null ? null : RecordText.parse(bytes);
    }

    @Override
    public synchronized Written copy(long expectedVersion, StoredRecord record) {
        StoredRecord current = get(record.kind(), record.id());
        if ((current == null ? NEW : current.version()) != expectedVersion) {
            return new Written(false, current);
        }
        of(record.kind()).put(record.id(), RecordText.format(record));
        return new Written(true, record);
    }

    @Override
    public synchronized boolean delete(String kind, String id, long expectedVersion) {
        StoredRecord current = get(kind, id);
        if (current == null || current.version() != expectedVersion) {
            return false;
        }
        of(kind).remove(id);
        return true;
    }

    @Override
    public synchronized Cursor<StoredRecord> list(String kind, String afterId) {
        return Cursor.over(of(kind).tailMap(afterId, false).values().stream()
                .map(RecordText::parse)
                .toList());
    }

    @Override
    public synchronized List<String> kinds() {
        requireOpen();
        return kinds.entrySet().stream()
                .filter(kind -> !kind.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    @Override
    public synchronized long count(String kind) {
        return of(kind).size();
    }

    @Override
    public List<String> findings() {
        return List.of();
    }

    @Override
    public synchronized void close() {
        closed = true;
        kinds.clear();
    }

    private TreeMap<String, byte[]> of(String kind) {
        requireOpen();
        return kinds.computeIfAbsent(RecordNames.requireKind(kind), k -> new TreeMap<>());
    }

    private void requireOpen() {
        if (closed) {
            throw new StorageException("the records " + uri + " are closed");
        }
    }
}
