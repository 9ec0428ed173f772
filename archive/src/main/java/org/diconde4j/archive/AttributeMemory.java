package org.diconde4j.archive;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.diconde4j.storage.AttributePath;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexedAttribute;
import org.diconde4j.storage.RecordContent;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StoredRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which attributes the index keeps the values of, in the records: so they are in backups, and an index that is made anew has them
 * again. The index goes on without it if it cannot be written.
 */
final class AttributeMemory {
    private static final Logger LOG = LoggerFactory.getLogger(AttributeMemory.class);
    private static final String KIND = "index.attributes";
    private static final String ID = "paths";

    private final Supplier<Records> records;

    AttributeMemory(Supplier<Records> records) {
        this.records = records;
    }

    void put(List<AttributePath> paths) {
        String text = paths.stream().map(AttributePath::toString).collect(Collectors.joining("\n"));
        try {
            records.get().update(KIND, ID, now -> RecordContent.EMPTY.with(ID, text));
        } catch (StorageException e) {
            LOG.warn("that attributes are indexed is not remembered beside the index: {}", e.getMessage());
        }
    }

    /** Lets a new index have those that were put last, and no others. */
    void restore(Index index) {
        String text = null;
        try {
            StoredRecord record = records.get().get(KIND, ID);
            text = record == null ? null : record.content().note(ID);
        } catch (StorageException e) {
            LOG.debug("nobody knows which attributes were indexed: {}", e.getMessage());
        }
        if (text != null) {
            List<AttributePath> paths = text.lines().map(AttributePath::parse).toList();
            index.attributes().stream()
                    .map(IndexedAttribute::path)
                    .filter(path -> !paths.contains(path))
                    .forEach(index::removeAttribute);
            paths.forEach(index::addAttribute);
        }
    }
}
