package org.diconde4j.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Objects;
import java.util.Set;

/** Small files that are there as a whole or not at all. */
public final class WholeFile {
    private WholeFile() {}

    /**
     * Writes a file in the place of what is there. When it returns, the file and its name are on stable storage.
     *
     * @param file the file; until it is written, what is written stands beside it under its name and {@code .new}
     * @param content all that it shall hold
     * @param attributes what it has from the beginning, such as permissions
     * @throws IOException if it can't be written; then what was there is there still
     */
    public static void write(Path file, byte[] content, FileAttribute<?>... attributes) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel out =
                FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) { // NTFS logs names
            Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file stands in a folder");
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }
}
