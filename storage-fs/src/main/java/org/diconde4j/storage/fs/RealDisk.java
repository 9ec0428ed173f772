package org.diconde4j.storage.fs;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The file system. Files are written through {@link RandomAccessFile}, because an interrupt closes a channel. */
final class RealDisk implements Disk {
    private static final boolean WINDOWS = java.io.File.separatorChar == '\\';

    private static final byte[] ZEROS = new byte[64 << 10];

    private final Uncached uncached = new Uncached();

    private record File(RandomAccessFile file) implements Out {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            file.write(bytes, offset, length);
        }

        @Override
        public void reserve(int bytes) throws IOException {
            long end = file.getFilePointer();
            try {
                for (int left = bytes; left > 0; left -= ZEROS.length) {
                    file.write(ZEROS, 0, Math.min(left, ZEROS.length));
                }
            } catch (IOException e) {
                file.setLength(end); // no room for more than is needed now, and that may be what makes room
            }
            file.seek(end);
        }

        @Override
        public void sync() throws IOException {
            file.getFD().sync();
        }

        @Override
        public void cut(long length) throws IOException {
            file.setLength(length);
            file.seek(length);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    @Override
    public Out create(String what, Path file) throws IOException {
        return new File(empty(file));
    }

    @Override
    public Out createHeld(String what, Path file) throws IOException {
        return new HeldFile(uncached, file, empty(file));
    }

    private static RandomAccessFile empty(Path file) throws IOException {
        RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw");
        if (out.length() > 0) {
            out.setLength(0);
        }
        return out;
    }

    @Override
    public Out append(String what, Path file) throws IOException {
        RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw");
        out.seek(out.length());
        return new File(out);
    }

    @Override
    public void sync(String what, Path file) throws IOException {
        // Windows syncs only what is open for writing.
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), WINDOWS ? "rw" : "r")) {
            open.getFD().sync();
        }
    }

    /** Windows can't and need not: NTFS logs names. */
    @Override
    public void syncFolder(String what, Path folder) throws IOException {
        if (WINDOWS) {
            return;
        }
        boolean interrupted = false;
        try {
            while (true) {
                interrupted |= Thread.interrupted();
                try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                    channel.force(true);
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void makeFolder(String what, Path folder) throws IOException {
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    @Override
    public void link(String what, Path link, Path existing) throws IOException {
        Files.createLink(link, existing);
    }

    @Override
    public void move(String what, Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public boolean delete(String what, Path file) throws IOException {
        return Files.deleteIfExists(file);
    }
}
