package org.diconde4j.storage.keys;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.UnsupportedFormatException;
import org.diconde4j.storage.WholeFile;

/**
 * A small text file that holds keys; for {@link StoreKeys} and for providers. Its first line is {@code diconde4j WHAT, format N},
 * its last one {@code crc32c} and the CRC-32C, in 8 hexadecimal digits, of all bytes before that line; lines that begin with
 * {@code #} are for people. It is written whole, synced and put in place by one rename; only its owner may read it. Changes by
 * several processes come one after the other.
 *
 * @param path where the file is
 * @param what what it holds, as its first line says
 * @param remarks what it tells people, without {@code #}
 * @param version the version of the format that is written; earlier ones are read, and replaced by the next change
 */
public record KeyFile(Path path, String what, List<String> remarks, int version) {
    private static final long LARGEST = 1 << 22;

    /**
     * Describes a file of format 1.
     *
     * @param path where the file is
     * @param what what it holds, as its first line says
     * @param remarks what it tells people, without {@code #}
     */
    public KeyFile(Path path, String what, List<String> remarks) {
        this(path, what, remarks, 1);
    }

    /**
     * Makes the file.
     *
     * @param lines its content
     * @throws StorageException if it is there already, or can't be written
     */
    public void create(List<String> lines) {
        create(() -> lines);
    }

    /**
     * Makes the file.
     *
     * @param content makes its content; only asked if the file is not there
     * @throws StorageException if it is there already, or can't be written
     */
    public void create(Supplier<List<String>> content) {
        locked(() -> {
            if (Files.exists(path)) {
                throw new StorageException(
                        "the file " + path + " is there already; keys are never written over, so choose"
                                + " another name or move it away");
            }
            List<String> lines = content.get();
            write(lines);
            return lines;
        });
    }

    /**
     * Replaces the content by what is made of it.
     *
     * @param change makes the new content of the present one
     * @return the new content
     * @throws StorageException if it can't be read or written; nothing is changed then
     */
    public List<String> update(UnaryOperator<List<String>> change) {
        return locked(() -> {
            List<String> lines = change.apply(read());
            write(lines);
            return lines;
        });
    }

    /**
     * Reads the file.
     *
     * @return its lines, without the first, the remarks and the checksum
     * @throws UnsupportedFormatException if a newer version wrote it, or it is something else
     * @throws StorageException if it is not there, damaged, or may be read by everybody
     */
    public List<String> read() {
        String text;
        try {
            requirePrivate();
            if (Files.size(path) > LARGEST) {
                throw new UnsupportedFormatException(
                        "the file " + path + " is larger than " + LARGEST + " bytes, so it holds no " + what);
            }
            text = Files.readString(path, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new StorageException(
                    "there is no file " + path + " with the " + what + "; put it back from its backup", e);
        } catch (IOException e) {
            throw new StorageException("the " + what + " in " + path + " can't be read: " + e, e);
        }
        String expected = first(version);
        if (IntStream.rangeClosed(1, version).mapToObj(this::first).noneMatch(text::startsWith)) {
            boolean newer = text.startsWith("diconde4j " + what + ", format ");
            throw new UnsupportedFormatException("the file " + path + " begins with \""
                    + text.lines()
                            .findFirst()
                            .map(l -> l.substring(0, Math.min(60, l.length())))
                            .orElse("")
                    + "\", expected \"" + expected.strip() + "\"; "
                    + (newer ? "open it with the newer diconde4j that wrote it" : "it holds no " + what));
        }
        int check = text.lastIndexOf("crc32c ");
        if (check < 1 || !text.substring(check).equals("crc32c " + checksum(text.substring(0, check)) + "\n")) {
            throw new StorageException(
                    "the " + what + " in " + path
                            + " are damaged: the checksum in the last line is not that of the text; put the file back from its backup");
        }
        return text.substring(0, check)
                .lines()
                .skip(1)
                .filter(l -> !l.isBlank() && !l.startsWith("#"))
                .toList();
    }

    /**
     * Reads the words {@code name=value} of a line.
     *
     * @param line a line of words parted by single spaces
     * @return the values by their names; words without {@code =} are left out
     */
    public static Map<String, String> values(String line) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String word : line.split(" ")) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                values.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return values;
    }

    private String first(int format) {
        return "diconde4j " + what + ", format " + format + "\n";
    }

    private static String checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }

    private void requirePrivate() throws IOException {
        if (isPosix() && Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ)) {
            throw new StorageException(
                    "everybody on this machine may read the " + what + " in " + path + "; chmod 600 " + path);
        }
    }

    private boolean isPosix() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private Path folder() {
        return java.util.Objects.requireNonNull(path.toAbsolutePath().getParent(), "a file stands in a folder");
    }

    private void write(List<String> lines) throws IOException {
        List<String> all = new ArrayList<>();
        remarks.forEach(r -> all.add("# " + r));
        all.addAll(lines);
        String body = first(version) + String.join("\n", all) + "\n";
        byte[] bytes = (body + "crc32c " + checksum(body) + "\n").getBytes(StandardCharsets.UTF_8);
        WholeFile.write(
                path,
                bytes,
                isPosix()
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0]);
    }

    private interface Action {
        List<String> run() throws IOException;
    }

    /** Two that make a key at once must not lose one of them, and with it what was encrypted. */
    private List<String> locked(Action action) {
        Path lockFile = path.resolveSibling(path.getFileName() + ".lock");
        synchronized (KeyFile.class) {
            try {
                Files.createDirectories(folder());
                try (FileChannel channel =
                                FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = channel.tryLock()) {
                    if (lock == null) {
                        throw inUse();
                    }
                    return action.run();
                } catch (OverlappingFileLockException e) {
                    throw inUse();
                }
            } catch (FileAlreadyExistsException e) {
                throw new StorageException("the folder of " + path + " can't be made: there is a file of that name", e);
            } catch (IOException e) {
                throw new StorageException("the " + what + " in " + path + " can't be written: " + e, e);
            }
        }
    }

    private StorageException inUse() {
        return new StorageException(
                "the " + what + " in " + path + " are being changed by somebody else just now; try again");
    }
}
