package org.diconde4j.media;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a file within a File-set (PS3.10 8.2): the folders that lead to it and its own name. Real media have names
 * that are longer or in lower case, so these are taken too; but never one that could lead out of the File-set or mean
 * something else than a file. Immutable.
 *
 * @param components one or more names, the last one that of the file
 */
public record FileId(List<String> components) {
    private static final int MOST_COMPONENTS = 8; // PS3.10 8.2
    private static final Pattern CONFORMANT = Pattern.compile("[A-Z0-9_]{1,8}"); // PS3.10 8.2, 8.5
    /** Names that Windows takes for a device, whatever stands after a dot. */
    private static final Pattern DEVICE =
            Pattern.compile("(?i)(con|prn|aux|nul|conin\\$|conout\\$|com[0-9¹²³]|lpt[0-9¹²³])(\\..*)?");

    private static final int LONGEST_NAME = 255;

    /**
     * Checks that the name stays within a File-set on every file system.
     *
     * @param components one or more names, the last one that of the file
     * @throws IllegalArgumentException if there is none, or one is empty, leads up ({@code ..}), has a separator, a colon
     *     or a control character in it, ends in a dot or space, or is a device of Windows
     */
    public FileId {
        components = List.copyOf(components);
        if (components.isEmpty()) {
            throw new IllegalArgumentException("a File ID has at least one component");
        }
        for (String component : components) {
            String problem = problem(component);
            if (problem != null) {
                throw new IllegalArgumentException("the File ID " + quoted(components) + " is refused: "
                        + quoted(List.of(component)) + ' ' + problem + " (PS3.10 8.2)");
            }
        }
    }

    private static @Nullable String problem(String name) {
        if (name.isEmpty()) {
            return "is an empty component";
        }
        if (name.equals(".") || name.equals("..")) {
            return "leads out of the File-set, or may do so";
        }
        if (name.length() > LONGEST_NAME) {
            return "is longer than " + LONGEST_NAME + " characters";
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '/' || c == '\\') {
                return "has a separator in it";
            }
            if (c == ':') {
                return "has a colon in it, like the letter of a drive";
            }
            if (Character.isISOControl(c)) {
                return "has a control character in it";
            }
        }
        char last = name.charAt(name.length() - 1);
        if (last == '.' || last == ' ') {
            return "ends in a dot or space, which Windows drops";
        }
        return DEVICE.matcher(name).matches() ? "is a device of Windows" : null;
    }

    private static String quoted(List<String> components) {
        String all = String.join("\\", components);
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < all.length() && i < 120; i++) {
            char c = all.charAt(i);
            if (Character.isISOControl(c)) {
                quoted.append(String.format(Locale.ROOT, "\\u%04X", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append(all.length() > 120 ? "…\"" : "\"").toString();
    }

    /**
     * Makes a File ID.
     *
     * @param components one or more names, the last one that of the file
     * @return the File ID
     * @throws IllegalArgumentException if it could lead out of a File-set, see the constructor
     */
    public static FileId of(String... components) {
        return new FileId(List.of(components));
    }

    /**
     * The File ID of a file by its place in a File-set.
     *
     * @param relative the path from the folder of the DICOMDIR to the file
     * @return the File ID
     * @throws IllegalArgumentException if the path is absolute or leads out of that folder
     */
    public static FileId of(Path relative) {
        if (relative.isAbsolute()) {
            throw new IllegalArgumentException("expected a path within a File-set, found " + relative);
        }
        List<String> names = new ArrayList<>();
        relative.forEach(name -> names.add(name.toString()));
        return new FileId(names);
    }

    /**
     * Whether this is a name that the standard allows: up to 8 components of up to 8 capital letters, digits and
     * underscores (PS3.10 8.2, 8.5).
     *
     * @return true if so
     */
    public boolean isConformant() {
        return components.size() <= MOST_COMPONENTS
                && components.stream().allMatch(name -> CONFORMANT.matcher(name).matches());
    }

    /**
     * The name as people write it.
     *
     * @return the components with a slash between them
     */
    @Override
    public String toString() {
        return String.join("/", components);
    }
}
