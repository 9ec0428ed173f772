package org.diconde4j.storage.fs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * All that changes something on the disk, so that tests can fail, delay, kill or forget at each operation. Operations have names,
 * {@code WHAT.DOES}: {@code what} is given by the caller ({@code journal}, {@code receipts}, {@code incoming}, {@code object},
 * {@code format}, {@code orphan}), the verb is that of the method: {@code journal.write}, {@code journal.sync}, {@code object.link}.
 *
 * <p>None of them is harmed by an interrupt: a commit must not fail half-way because of one.
 */
interface Disk {
    /** The file system. */
    Disk REAL = new RealDisk();

    /** A file that is being written, at its end or over what was reserved. For one thread. */
    interface Out extends Closeable {
        /** Appends; {@code WHAT.write}. */
        void write(byte[] bytes, int offset, int length) throws IOException;

        /** Lets whoever opens the file see all of it. */
        default void flush() throws IOException {}

        /** Puts so many zeros behind its end, if there is room, which what is written then takes the place of; {@code WHAT.reserve}. */
        default void reserve(int bytes) throws IOException {}

        /** Makes all of it durable; {@code WHAT.sync}. */
        void sync() throws IOException;

        /** Cuts it, so that writing goes on there; {@code WHAT.cut}. */
        void cut(long length) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** Makes a file, or empties it if there is one; {@code WHAT.create}. */
    Out create(String what, Path file) throws IOException;

    /** Makes a file that is synced as soon as it is written, and not seen before that or {@link Out#flush}; {@code WHAT.create}. */
    default Out createHeld(String what, Path file) throws IOException {
        return create(what, file);
    }

    /** Opens a file to go on at its end; {@code WHAT.open}. */
    Out append(String what, Path file) throws IOException;

    /** Makes the content of a file durable; {@code WHAT.sync}. */
    void sync(String what, Path file) throws IOException;

    /** Makes the names in a folder durable; {@code WHAT.syncFolder}. */
    void syncFolder(String what, Path folder) throws IOException;

    /** Makes a folder whose parent exists, unless it is there; {@code WHAT.makeFolder}. */
    void makeFolder(String what, Path folder) throws IOException;

    /** Gives a file a second name, which must be free; {@code WHAT.link}. */
    void link(String what, Path link, Path existing) throws IOException;

    /** Gives a file another name in one step, over what has it; {@code WHAT.move}. */
    void move(String what, Path from, Path to) throws IOException;

    /** Removes a file; {@code WHAT.delete}. */
    boolean delete(String what, Path file) throws IOException;

    /** Makes a folder and those above it up to {@code root}, each of them durable. */
    default void makeFolders(String what, Path root, Path folder) throws IOException {
        if (folder.equals(root) || Files.isDirectory(folder)) {
            return;
        }
        Path parent = Layout.parent(folder);
        makeFolders(what, root, parent);
        makeFolder(what, folder);
        syncFolder(what, parent);
    }

    /** Writes a small file so that it is there as a whole or not at all. */
    default void writeWhole(String what, Path file, byte[] content) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (Out out = create(what, fresh)) {
            out.write(content, 0, content.length);
            out.sync();
        }
        move(what, fresh, file);
        syncFolder(what, Layout.parent(file.toAbsolutePath()));
    }
}
