package org.diconde4j.archive;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.diconde4j.storage.AttributePath;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexedAttribute;

/**
 * Attributes that the index keeps the values of, so that queries for them need not look at every object: any of the standard, private
 * ones, and those inside of sequences. Adding one changes no answer, only how long it takes. Thread-safe.
 */
public final class IndexedAttributes {
    private static final long LOOK_AGAIN_MILLIS = 100;

    private final Supplier<Index> index;

    private final AttributeMemory memory;

    IndexedAttributes(Supplier<Index> index, AttributeMemory memory) {
        this.index = index;
        this.memory = memory;
    }

    /**
     * Lists them, those that the index keeps by itself included.
     *
     * @return the attributes in the order in which they were added, each with how far it is
     */
    public List<IndexedAttribute> list() {
        return index.get().attributes();
    }

    /**
     * Begins to keep the values of an attribute, see {@link #add(List)}.
     *
     * @param path the attribute
     * @throws org.diconde4j.storage.StorageException if it could not be committed
     */
    public void add(AttributePath path) {
        add(List.of(path));
    }

    /**
     * Begins to keep the values of attributes. What is stored already is taken in beside, while the archive serves, in one pass for all
     * that are added together; that goes on after the archive was closed or killed. One that is there stays as it is. The records
     * remember them, so that they are there again after a restore, and when the index was made anew.
     *
     * @param paths the attributes
     * @throws org.diconde4j.storage.StorageException if one could not be committed
     */
    public void add(List<AttributePath> paths) {
        Index to = index.get();
        memory.put(Stream.concat(to.attributes().stream().map(IndexedAttribute::path), paths.stream())
                .distinct()
                .toList());
        paths.forEach(to::addAttribute);
    }

    /**
     * Limits how fast what is stored already is taken in, so that others are not slowed down. Holds until the archive is closed.
     *
     * @param entitiesPerSecond how many components, studies, series or instances, at least 1
     */
    public void rate(long entitiesPerSecond) {
        if (entitiesPerSecond < 1) {
            throw new IllegalArgumentException("expected at least 1 entity a second, found " + entitiesPerSecond);
        }
        index.get().paceAttributes(entitiesPerSecond);
    }

    /**
     * Stops keeping the values of an attribute.
     *
     * @param path the attribute
     * @return whether it was there
     * @throws org.diconde4j.storage.StorageException if it could not be committed
     */
    public boolean remove(AttributePath path) {
        Index from = index.get();
        boolean removed = from.removeAttribute(path);
        memory.put(from.attributes().stream().map(IndexedAttribute::path).toList());
        return removed;
    }

    /**
     * Waits until queries use an attribute.
     *
     * @param path the attribute
     * @param longest how long to wait at most
     * @param progress told now and then how far it is
     * @return whether it is ready; false if it is not, or not there at all
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean await(AttributePath path, Duration longest, Consumer<IndexedAttribute> progress)
            throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (true) {
            IndexedAttribute found = list().stream()
                    .filter(a -> a.path().equals(path))
                    .findFirst()
                    .orElse(null);
            if (found == null) {
                return false;
            }
            progress.accept(found);
            if (found.ready() || System.nanoTime() >= end) {
                return found.ready();
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
    }
}
