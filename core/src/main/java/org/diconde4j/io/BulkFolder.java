package org.diconde4j.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.DicondeException;
import org.diconde4j.data.Element;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/**
 * Bulk values as files of one folder, beside the JSON or XML that names them: written in little endian order, encapsulated
 * pixel data as its items with their headers. A file is called by the tags and items that lead to its element, and its URI
 * is that name, so that a model can name no file elsewhere. Immutable and thread-safe.
 */
public final class BulkFolder implements BulkUris, BulkSource {
    private static final Pattern NAME = Pattern.compile("([0-9A-F]{8}-\\d{1,9}-){0,64}[0-9A-F]{8}\\.bin");

    private final Path folder;
    private final long least;

    /**
     * Takes a folder.
     *
     * @param folder where the files are, or come to be; made with the first one
     * @param least bytes from which a value gets a file; shorter ones stay in line
     */
    public BulkFolder(Path folder, long least) {
        this.folder = folder;
        this.least = least;
    }

    /**
     * Writes a value into its file.
     *
     * @throws UncheckedIOException if that cannot be written, or is there already
     */
    @Override
    public @Nullable String uri(List<Integer> path, Element element) {
        if (element.length() >= 0 && element.length() < least) {
            return null;
        }
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < path.size(); i += 2) {
            name.append(hex(path.get(i)))
                    .append('-')
                    .append(path.get(i + 1) + 1)
                    .append('-');
        }
        name.append(hex(element.tag())).append(".bin");
        try (InputStream in = ModelBytes.open(element)) {
            Files.createDirectories(folder);
            Files.copy(in, folder.resolve(name.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return name.toString();
    }

    /**
     * Finds the file of a value.
     *
     * @throws DicondeException if the URI is no name of such a file
     */
    @Override
    public BulkData find(String uri, int tag, VR vr) throws IOException {
        if (!NAME.matcher(uri).matches()) {
            throw new DicondeException("bulk data is at " + ModelReader.shortened(uri)
                    + ", expected the name of a file in " + folder + " such as 7FE00010.bin");
        }
        Path file = folder.resolve(uri);
        return new BulkData(BulkData.Source.of(file), 0, Files.size(file), false);
    }

    private static String hex(int tag) {
        return HexFormat.of().withUpperCase().toHexDigits(tag);
    }
}
