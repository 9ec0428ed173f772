package org.diconde4j.storage.fs;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What has to be durable elsewhere before a file of the journal may be removed. Thread-safe. */
final class JournalFile {
    private final Path path;
    private final long begun = System.nanoTime();
    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> namedByLink = new HashSet<>();
    private final Set<Path> folders = new LinkedHashSet<>();
    private final Set<Path> staged = new LinkedHashSet<>();
    private volatile long length;
    private int entries;
    private int unsettled;

    JournalFile(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** When its first record was written, as {@link System#nanoTime()}. */
    long begun() {
        return begun;
    }

    long length() {
        return length;
    }

    void grow(long to) {
        length = to;
    }

    /** Something has to be done elsewhere for so many things. */
    synchronized void await(int things) {
        unsettled += things;
        entries += things;
    }

    synchronized void settled() {
        unsettled--;
    }

    /** The bytes of an object were written to its plain file. */
    synchronized void written(String name) {
        names.add(name);
    }

    /** An object that is not in the journal gets its name. */
    synchronized void named(String name) {
        namedByLink.add(name);
    }

    /** Whether doing again what the journal says would concern this object. */
    synchronized boolean concerns(String name) {
        return names.contains(name) || namedByLink.contains(name);
    }

    /** A staged object has its name, or needs none any more. */
    synchronized void linked(@Nullable Path file) {
        if (file != null) {
            staged.add(file);
        }
    }

    synchronized void changed(Path folder) {
        folders.add(folder);
    }

    /** An object was removed, so its file need not be synced. */
    synchronized boolean forget(String name) {
        return names.remove(name);
    }

    synchronized boolean needs(String name) {
        return names.contains(name);
    }

    synchronized int entries() {
        return entries;
    }

    /** Whether nothing is missing but syncs. */
    synchronized boolean isSettled() {
        return unsettled == 0;
    }

    synchronized List<String> names() {
        return List.copyOf(names);
    }

    synchronized List<Path> folders() {
        return List.copyOf(folders);
    }

    synchronized List<Path> staged() {
        return List.copyOf(staged);
    }
}
