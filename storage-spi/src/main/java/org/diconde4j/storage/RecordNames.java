package org.diconde4j.storage;

import java.util.regex.Pattern;

/**
 * Names of records. A kind is a lower-case letter and up to 63 lower-case letters, digits and {@code . _ -}; an id is 1 to 128
 * lower-case letters, digits and {@code . _ -}. Neither begins with anything but a letter or digit, or ends with a dot. So both are
 * safe on every file system, case-insensitive ones included, and as keys of an object service. {@link #id} makes an id of any
 * text.
 */
public final class RecordNames {
    private static final Pattern KIND = Pattern.compile("[a-z]([a-z0-9._-]{0,62}[a-z0-9_-])?");
    private static final Pattern ID = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,126}[a-z0-9_-])?");

    private RecordNames() {}

    /**
     * Makes an id of any text, such as a UID as a peer sent it, or an AE title. A legal UID stands as it is. Different texts
     * give different ids.
     *
     * @param text the text, not empty
     * @return the id
     * @throws IllegalArgumentException if the text is empty
     */
    public static String id(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("no id for a record can be made of an empty text");
        }
        return ObjectNames.segment(text);
    }

    /**
     * Tells whether a text has the form of a kind.
     *
     * @param text the text
     * @return true if it may be a kind
     */
    public static boolean isKind(String text) {
        return KIND.matcher(text).matches();
    }

    /**
     * Tells whether a text has the form of an id.
     *
     * @param text the text
     * @return true if {@link #requireId} takes it
     */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /**
     * Checks a kind.
     *
     * @param kind a kind
     * @return the same kind
     * @throws IllegalArgumentException if it is not of the form described above
     */
    public static String requireKind(String kind) {
        return require(KIND, kind, "kind of records", "a lower-case letter and up to 63");
    }

    /**
     * Checks an id.
     *
     * @param id an id
     * @return the same id
     * @throws IllegalArgumentException if it is not of the form described above
     */
    public static String requireId(String id) {
        return require(ID, id, "id of a record", "1 to 128");
    }

    private static String require(Pattern form, String name, String what, String length) {
        if (!form.matcher(name).matches()) {
            String shown = name.length() <= 200 ? name : name.substring(0, 200) + "…";
            throw new IllegalArgumentException("not a " + what + ": \"" + shown + "\"; expected " + length
                    + " lower-case letters, digits and . _ -, the first a letter or digit, the last no dot;"
                    + " RecordNames.id makes an id of any text");
        }
        return name;
    }
}
