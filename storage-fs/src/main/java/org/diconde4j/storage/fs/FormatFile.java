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
import org.diconde4j.storage.UnsupportedFormatException;

/** The file {@code format} in a folder, which says what the folder is, and in which version, see {@code FORMAT.md}. */
final class FormatFile {
    private static final Set<String> OURS_BEFORE_FORMAT = Set.of("lock", "lock.holder", "format.new");

    private FormatFile() {}

    /**
     * Checks what a folder is, or makes it that if it is empty.
     *
     * @param root the folder
     * @param what what it is to be, such as {@code object store}
     * @param version the newest version that is understood
     * @return the version that it has
     */
    static int require(Disk disk, Path root, String what, int version) throws IOException {
        Path format = root.resolve("format");
        if (!Files.exists(format)) {
            requireEmpty(root, what);
            write(disk, root, what, version);
        }
        String text = new String(Files.readAllBytes(format), StandardCharsets.UTF_8);
        Matcher matcher = Pattern.compile("diconde4j " + what + ", format ([0-9]{1,9})\n.*", Pattern.DOTALL)
                .matcher(text);
        if (!matcher.matches()) {
            throw new UnsupportedFormatException("the file " + format + " does not say which format the " + what
                    + " has; expected \"diconde4j " + what + ", format N\", found \"" + shortened(text) + "\"");
        }
        int found = Integer.parseInt(matcher.group(1));
        if (found > version) {
            throw new UnsupportedFormatException("the " + what + " in " + root + " has format " + found
                    + ", which a newer diconde4j wrote; this one reads formats up to " + version
                    + ", so open it with the newer one; nothing was changed");
        }
        return found;
    }

    private static void requireEmpty(Path root, String what) throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            List<String> foreign = files.map(f -> f.getFileName().toString())
                    .filter(f -> !OURS_BEFORE_FORMAT.contains(f) && !f.startsWith("FORMAT.md"))
                    .sorted()
                    .toList();
            if (!foreign.isEmpty()) {
                throw new UnsupportedFormatException("the folder " + root + " holds no " + what
                        + " of diconde4j: it has no file named format, but others, such as " + foreign.get(0)
                        + "; use an empty folder for a new one");
            }
        }
    }

    /** Says what the folder is, with the description beside it first. */
    static void write(Disk disk, Path root, String what, int version) throws IOException {
        try (InputStream description = FormatFile.class.getResourceAsStream("FORMAT.md")) {
            if (description != null) {
                disk.writeWhole("format", root.resolve("FORMAT.md"), description.readAllBytes());
            }
        }
        String text = "diconde4j " + what + ", format " + version + "\nFORMAT.md beside this file describes it.\n";
        disk.writeWhole("format", root.resolve("format"), text.getBytes(StandardCharsets.UTF_8));
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text.strip() : text.substring(0, 60) + "…";
    }
}
