package org.diconde4j.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.storage.InstanceRef;
import org.jspecify.annotations.Nullable;

/** Part 10 files that are made as they are read, for objects that are not given as they are stored. */
final class MadeFile extends PipedInputStream {
    private static final int BUFFER = 1 << 16;

    private volatile @Nullable IOException failure;
    private volatile boolean whole;

    private MadeFile() {
        super(BUFFER);
    }

    /** Opens a file of an object; bulk values are read as they pass. Whoever stops early closes it, which ends its making. */
    static InputStream open(DicomObject object) throws IOException {
        MadeFile file = new MadeFile();
        PipedOutputStream out = new PipedOutputStream(file);
        Thread writer = new Thread(() -> file.make(object, out), "diconde4j-made-file");
        writer.setDaemon(true);
        writer.start();
        return file;
    }

    private void make(DicomObject object, PipedOutputStream out) {
        try (out) {
            DicomWriter.write(object, out);
            whole = true;
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = new IOException("the object can't be made: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized int read() throws IOException {
        return checked(super.read());
    }

    @Override
    public synchronized int read(byte[] bytes, int offset, int length) throws IOException {
        return checked(super.read(bytes, offset, length));
    }

    /** The end of what came is the end of the file only if all of it was made. */
    private int checked(int read) throws IOException {
        if (read < 0 && !whole) {
            IOException e = failure;
            throw e == null ? new IOException("the object was not made to its end") : e;
        }
        return read;
    }

    /** Writes such a file; one that is there already is left if it is the same. */
    static Path write(Path file, InstanceRef instance, InputStream in) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            if (!Files.exists(file)) {
                return Files.move(part, file);
            }
            if (Files.mismatch(part, file) >= 0) {
                throw new FileAlreadyExistsException(
                        file.toString(), null, "another file is in the way of instance " + instance.sopInstanceUid());
            }
            return file;
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
