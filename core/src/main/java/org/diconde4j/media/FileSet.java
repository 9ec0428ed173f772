package org.diconde4j.media;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
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
    private volatile Listing last = new Listing(Path.of(""), Map.of());

    /** The names in a folder, without regard to letter case and what ISO 9660 adds. */
    private record Listing(Path folder, Map<String, Path> files) {}

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
        Path file = path;
        if (Files.isDirectory(path)) {
            Path exact = path.resolve(DicomDirectory.FILE_NAME);
            file = Files.exists(exact) ? exact : list(path).files().getOrDefault(DicomDirectory.FILE_NAME, exact);
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new NoSuchFileException(path.toString());
        }
        return new FileSet(folder, reader.read(file));
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
        Listing listing = last;
        if (!listing.folder().equals(in)) {
            listing = list(in);
            last = listing; // files of one folder follow each other in a directory
        }
        return listing.files().get(plain(name));
    }

    private static Listing list(Path folder) throws IOException {
        Map<String, Path> files = new HashMap<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
                for (Path child : children) {
                    files.merge(plain(String.valueOf(child.getFileName())), child, FileSet::firstByName);
                }
            } catch (java.nio.file.DirectoryIteratorException e) {
                throw e.getCause();
            }
        }
        return new Listing(folder, files);
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
