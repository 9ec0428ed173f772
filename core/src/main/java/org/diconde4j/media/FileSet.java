package org.diconde4j.media;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.diconde4j.io.DicomParseException;
import org.jspecify.annotations.Nullable;

/**
 * A File-set in a folder, read by its DICOMDIR (PS3.10 8). Files are found by their File IDs only, never outside of the
 * folder; where a file system shows names in another way than they were written, as many do with CDs ({@code im001.;1}),
 * they are found nevertheless. Thread-safe.
 */
public final class FileSet {
    /** What ISO 9660 adds to a name: a dot, and a version. */
    private static final Pattern ISO_9660_END = Pattern.compile("\\.?(;[0-9]+)?$");

    private final Path folder;
    private final DicomDirectory directory;
    /** Of folders in which a name was not found as it is: what is in them, by plain names. */
    private final Map<Path, Map<String, Path>> listings = new ConcurrentHashMap<>();

    private FileSet(Path folder, DicomDirectory directory) {
        this.folder = folder;
        this.directory = directory;
    }

    /**
     * Opens a File-set.
     *
     * @param path its folder, or its DICOMDIR
     * @return the File-set
     * @throws DicomParseException if the directory is none, or a name in it could lead out of the folder
     * @throws NoSuchFileException if there is no DICOMDIR
     * @throws IOException if it cannot be read
     */
    public static FileSet open(Path path) throws IOException {
        return open(path, DirectoryReader.lenient());
    }

    /**
     * Opens a File-set.
     *
     * @param path its folder, or its DICOMDIR
     * @param reader how to read the directory
     * @return the File-set
     * @throws DicomParseException if the directory is none, or a name in it could lead out of the folder
     * @throws NoSuchFileException if there is no DICOMDIR
     * @throws IOException if it cannot be read
     */
    public static FileSet open(Path path, DirectoryReader reader) throws IOException {
        Path file = Files.isDirectory(path) ? directoryIn(path) : path;
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new NoSuchFileException(path.toString());
        }
        return new FileSet(folder, reader.read(file));
    }

    /** The DICOMDIR of a folder, whatever its letter case; where there is none, the name that it would have. */
    static Path directoryIn(Path folder) throws IOException {
        Path exact = folder.resolve(DicomDirectory.FILE_NAME);
        return Files.exists(exact) ? exact : list(folder).getOrDefault(DicomDirectory.FILE_NAME, exact);
    }

    /**
     * Where the File-set is.
     *
     * @return the folder that holds the DICOMDIR, absolute
     */
    public Path folder() {
        return folder;
    }

    /**
     * What the DICOMDIR says.
     *
     * @return the directory
     */
    public DicomDirectory directory() {
        return directory;
    }

    /**
     * Finds a file.
     *
     * @param fileId its name in the File-set
     * @return its path
     * @throws NoSuchFileException if it is missing
     * @throws MediaException if links lead out of the folder, or it is no file
     * @throws IOException if a folder cannot be read
     */
    public Path locate(FileId fileId) throws IOException {
        Path at = folder;
        for (String component : fileId.components()) {
            Path next = find(at, component);
            if (next == null) {
                throw new NoSuchFileException(folder.resolve(fileId.toString()).toString());
            }
            at = next;
        }
        if (!at.toRealPath().startsWith(folder.toRealPath())) {
            throw new MediaException("the File ID " + fileId + " is refused: by a link it leads out of the File-set to "
                    + at.toRealPath());
        }
        if (!Files.isRegularFile(at)) {
            throw new MediaException("the File ID " + fileId + " names no file, but something else: " + at);
        }
        return at;
    }

    private static @Nullable Path resolve(Path folder, String name) {
        try {
            return folder.resolve(name);
        } catch (InvalidPathException e) {
            return null; // no name that this system can have
        }
    }

    private @Nullable Path find(Path in, String name) throws IOException {
        Path exact = resolve(in, name);
        if (exact == null || Files.exists(exact)) {
            return exact;
        }
        Map<String, Path> listing = listings.get(in);
        if (listing == null) {
            listing = list(in);
            listings.put(in, listing);
        }
        return listing.get(plain(name));
    }

    private static Map<String, Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Map.of();
        }
        Map<String, Path> files = new HashMap<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                files.merge(plain(String.valueOf(child.getFileName())), child, FileSet::firstByName);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return files;
    }

    private static Path firstByName(Path a, Path b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static String plain(String name) {
        return ISO_9660_END.matcher(name).replaceFirst("").toUpperCase(Locale.ROOT);
    }

    /**
     * Compares the directory with the files: each must be there, open, and be what its record says.
     *
     * @param findings told of each thing that is wrong, in the order of the directory
     * @return how many files the directory names
     */
    public long check(Consumer<Finding> findings) {
        return new FileSetCheck(this, findings).run();
    }

    /**
     * Something that is wrong with a File-set.
     *
     * @param where the file, or the record by its type and offset
     * @param problem what was expected and what was found
     */
    public record Finding(String where, String problem) {
        @Override
        public String toString() {
            return where + ": " + problem;
        }
    }
}
