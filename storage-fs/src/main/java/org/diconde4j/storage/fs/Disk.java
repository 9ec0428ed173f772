package org.diconde4j.storage.fs;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** What the store needs of the file system beyond {@link Files}. */
final class Disk {
    private static final boolean WINDOWS = java.io.File.separatorChar == '\\';

    private Disk() {}

    /** Makes the names in a folder durable. Windows can't and need not: NTFS logs them. */
    static void syncDirectory(Path directory) throws IOException {
        if (WINDOWS) {
            return;
        }
        boolean interrupted = false;
        try {
            while (true) {
                interrupted |= Thread.interrupted();
                try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                    channel.force(true);
                    return;
                } catch (ClosedByInterruptException e) {
                    // An interrupt closes the channel, but a commit must not fail half-way because of one.
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Makes a folder and those above it up to {@code root}, each of them durable. */
    static void makeDirectories(Path root, Path directory) throws IOException {
        if (directory.equals(root) || Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            makeDirectories(root, parent);
            Files.createDirectories(directory);
            syncDirectory(parent);
        }
    }

    /** Writes a small file so that it is there as a whole or not at all. */
    static void writeWhole(Path file, byte[] content) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (var out = new java.io.FileOutputStream(fresh.toFile())) {
            out.write(content);
            out.getFD().sync();
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        if (parent != null) {
            syncDirectory(parent);
        }
    }
}
