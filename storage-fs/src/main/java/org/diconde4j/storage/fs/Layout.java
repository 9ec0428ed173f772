package org.diconde4j.storage.fs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.UnsupportedFormatException;

/**
 * Where things are in the folder of a store, see {@code FORMAT.md}.
 *
 * @param root the folder
 */
record Layout(Path root) {
    static final int VERSION = 1;

    private static final Pattern FORMAT =
            Pattern.compile("diconde4j object store, format ([0-9]{1,9})\n.*", Pattern.DOTALL);
    private static final Set<String> OURS_BEFORE_FORMAT = Set.of("lock", "lock.holder", "format.new");
    private static final Set<String> OBJECTS = Set.of("studies", "quarantine");

    Path incoming() {
        return root.resolve("incoming");
    }

    Path receipts() {
        return root.resolve("receipts");
    }

    Path orphans() {
        return root.resolve("orphans");
    }

    /** An object on its way whose receipt is being written, or was written just before a crash. */
    Path staged(long sequence) {
        return incoming().resolve(String.format("%019d.dcm", sequence));
    }

    Path object(String name) {
        ObjectNames.require(name);
        if (!OBJECTS.contains(name.substring(0, name.indexOf('/')))) {
            throw new IllegalArgumentException("objects in " + root + " have names below "
                    + OBJECTS.stream().sorted().toList() + ", found " + name);
        }
        return root.resolve(name);
    }

    /** Checks the version of a store, or makes a new one. */
    void prepare() {
        try {
            Path format = root.resolve("format");
            if (!Files.exists(format)) {
                create(format);
            }
            String text = new String(Files.readAllBytes(format), StandardCharsets.UTF_8);
            Matcher matcher = FORMAT.matcher(text);
            if (!matcher.matches()) {
                throw new UnsupportedFormatException("the file " + format + " does not say which format the store has;"
                        + " expected \"diconde4j object store, format N\", found \"" + shortened(text) + "\"");
            }
            int version = Integer.parseInt(matcher.group(1));
            if (version > VERSION) {
                throw new UnsupportedFormatException("the store in " + root + " has format " + version
                        + ", which a newer diconde4j wrote; this one reads formats up to " + VERSION
                        + ", so open it with the newer one; nothing was changed");
            }
            for (Path directory : List.of(incoming(), receipts())) {
                Disk.makeDirectories(root, directory);
            }
        } catch (IOException e) {
            throw new StorageException("the store in " + root + " can't be opened: " + e, e);
        }
    }

    private void create(Path format) throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            List<String> foreign = files.map(f -> f.getFileName().toString())
                    .filter(f -> !OURS_BEFORE_FORMAT.contains(f) && !f.startsWith("FORMAT.md"))
                    .sorted()
                    .toList();
            if (!foreign.isEmpty()) {
                throw new UnsupportedFormatException("the folder " + root
                        + " is not a store of diconde4j: it has no file named format, but others, such as "
                        + foreign.get(0) + "; use an empty folder for a new store");
            }
        }
        try (InputStream description = Layout.class.getResourceAsStream("FORMAT.md")) {
            if (description != null) {
                Disk.writeWhole(root.resolve("FORMAT.md"), description.readAllBytes());
            }
        }
        String text = "diconde4j object store, format " + VERSION + "\nFORMAT.md beside this file describes it.\n";
        Disk.writeWhole(format, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text.strip() : text.substring(0, 60) + "…";
    }
}
