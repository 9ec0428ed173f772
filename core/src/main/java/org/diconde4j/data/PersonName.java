package org.diconde4j.data;

import org.jspecify.annotations.Nullable;

/**
 * A person's name (PN, PS3.5 6.2.1): up to three component groups, in letters, in ideograms and as they sound, each of
 * five components. In DICONDE it is as often the name of a component or a company, in which {@code ^} and {@code =} may
 * mean just themselves: so the text is kept as it is, and every text has groups. Immutable.
 *
 * @param text the name as it stands in the data set
 */
public record PersonName(String text) {

    /**
     * One component group.
     *
     * @param family family name
     * @param given given name
     * @param middle middle name
     * @param prefix such as a title
     * @param suffix such as a degree; also what stands behind a fifth delimiter
     */
    public record Group(String family, String given, String middle, String prefix, String suffix) {

        /**
         * A group of two components.
         *
         * @param family family name
         * @param given given name
         */
        public Group(String family, String given) {
            this(family, given, "", "", "");
        }

        private static Group parse(String text) {
            String[] parts = text.split("\\^", 5);
            return new Group(part(parts, 0), part(parts, 1), part(parts, 2), part(parts, 3), part(parts, 4));
        }

        /**
         * Whether no component has a character.
         *
         * @return true if empty
         */
        public boolean isEmpty() {
            return toString().isEmpty();
        }

        /** The components with their delimiters, without those at the end. */
        @Override
        public String toString() {
            return withoutTrailing('^', String.join("^", family, given, middle, prefix, suffix));
        }
    }

    /**
     * A name of some component groups.
     *
     * @param alphabetic in letters
     * @param ideographic in ideograms, or null if there is none
     * @param phonetic as it sounds, or null if there is none
     * @return the name, without delimiters at its end
     */
    public static PersonName of(Group alphabetic, @Nullable Group ideographic, @Nullable Group phonetic) {
        String text =
                alphabetic + "=" + (ideographic == null ? "" : ideographic) + "=" + (phonetic == null ? "" : phonetic);
        return new PersonName(withoutTrailing('=', text));
    }

    private Group group(int index) {
        return Group.parse(part(text.split("=", -1), index));
    }

    /**
     * The name in letters, the first group.
     *
     * @return the group, its components empty if there is none
     */
    public Group alphabetic() {
        return group(0);
    }

    /**
     * The name in ideograms, the second group.
     *
     * @return the group, its components empty if there is none
     */
    public Group ideographic() {
        return group(1);
    }

    /**
     * The name as it sounds, the third group.
     *
     * @return the group, its components empty if there is none
     */
    public Group phonetic() {
        return group(2);
    }

    private static String part(String[] parts, int index) {
        return index < parts.length ? parts[index] : "";
    }

    private static String withoutTrailing(char delimiter, String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == delimiter) {
            end--;
        }
        return text.substring(0, end);
    }

    /** The text. */
    @Override
    public String toString() {
        return text;
    }
}
