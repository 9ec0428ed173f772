package org.diconde4j.dict;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The data dictionary of PS3.6 edition 2026b with the DICONDE names as an overlay. Immutable and thread-safe; loaded on
 * first use.
 */
public final class Dictionary {
    private static final class Holder {
        static final Dictionary STANDARD = new Dictionary();
    }

    private final ElementTable elements = ElementTable.load();
    private final Names names = new Names();

    private volatile @Nullable PrivateDictionaries privates;

    private Dictionary() {}

    /**
     * The dictionary of the standard.
     *
     * @return the one instance
     */
    public static Dictionary standard() {
        return Holder.STANDARD;
    }

    /**
     * Looks an element up. Repeating groups (50xx, 60xx, 7Fxx) are found under each of their groups.
     *
     * @param tag group and element number
     * @return what the standard says of it, or null for private and unknown elements
     */
    public @Nullable Entry entry(int tag) {
        return elements.entry(tag);
    }

    /**
     * The value representation that an implicit encoding needs. Where the standard gives a choice, the first that fits
     * without further context: US of "US or SS", OW of "OB or OW". Group lengths are UL, private creators LO.
     *
     * @param tag group and element number
     * @return the representation, UN when nothing is known
     */
    public VR vrOf(int tag) {
        return elements.vr(tag);
    }

    /**
     * The keyword of an element.
     *
     * @param tag group and element number
     * @return such as {@code PatientID}; for unknown elements the tag as eight hexadecimal digits
     */
    public String keyword(int tag) {
        Entry entry = entry(tag);
        return entry == null || entry.keyword().isEmpty() ? String.format(Locale.ROOT, "%08X", tag) : entry.keyword();
    }

    /**
     * Finds an element by keyword, DICONDE name, or tag written as {@code 00100020} or {@code (0010,0020)}. Letter case
     * matters not; spaces and apostrophes are passed over, so that {@code Component ID Number} works.
     *
     * @param name keyword, DICONDE name or tag
     * @return the tag, empty if there is none
     */
    public OptionalInt tag(String name) {
        String folded = Names.fold(name);
        Integer keyword = elements.tag(folded);
        Integer tag = keyword == null ? names.dicondeTag(folded) : keyword;
        return tag != null ? OptionalInt.of(tag) : Names.parseTag(name);
    }

    /**
     * The DICONDE name of an element, for people.
     *
     * @param tag group and element number
     * @return such as {@code ComponentIDNumber}, or null if DICONDE gives it no name of its own
     */
    public @Nullable String dicondeName(int tag) {
        return names.diconde().get(tag);
    }

    /**
     * The DICONDE names by tag.
     *
     * @return an immutable map
     */
    public Map<Integer, String> dicondeNames() {
        return names.diconde();
    }

    /**
     * Looks an element of a private block up, in the blocks of old DICONDE files and in each {@link PrivateDictionary}.
     *
     * @param creator the private creator of the block, without padding
     * @param tag group and element number
     * @return what is known of it, or null
     */
    public PrivateDictionary.@Nullable Entry privateEntry(String creator, int tag) {
        PrivateDictionaries all = privates;
        if (all == null) {
            privates = all = PrivateDictionaries.load();
        }
        return all.entry(creator, tag >>> 16, tag & 0xFF);
    }

    /**
     * Looks a unique identifier up.
     *
     * @param uid the identifier
     * @return what the standard says of it, or null if it does not register it
     */
    public @Nullable UidEntry uid(String uid) {
        return names.uids().get(uid);
    }

    /**
     * The name of a unique identifier.
     *
     * @param uid the identifier
     * @return its name, or the identifier itself if the standard does not register it
     */
    public String nameOfUid(String uid) {
        UidEntry entry = uid(uid);
        return entry == null ? uid : entry.name();
    }

    /**
     * All registered unique identifiers.
     *
     * @return an immutable map from identifier to entry
     */
    public Map<String, UidEntry> uids() {
        return names.uids();
    }

    /**
     * One element of PS3.6.
     *
     * @param tag the tag as written there; {@code x} stands for any digit
     * @param keyword the keyword, empty for a few retired elements
     * @param vr the representation as written there, such as {@code US or SS}
     * @param vm the value multiplicity as written there, such as {@code 1-n}
     * @param name the name
     * @param retired whether the standard has retired it
     */
    public record Entry(String tag, String keyword, String vr, String vm, String name, boolean retired) {}

    /**
     * One unique identifier of PS3.6.
     *
     * @param uid the identifier
     * @param keyword the keyword, empty for a few retired ones
     * @param name the name
     * @param type such as {@code SOP Class} or {@code Transfer Syntax}
     * @param retired whether the standard has retired it
     */
    public record UidEntry(String uid, String keyword, String name, String type, boolean retired) {
        /**
         * Whether this is a class of the Storage Service (PS3.4 B.5).
         *
         * @return true for storage SOP classes, retired ones included
         */
        public boolean isStorageClass() {
            return type.equals("SOP Class")
                    && (name.contains("Storage") && !name.contains("Storage Commitment") || name.isEmpty());
        }
    }

    static byte[] resource(String name) {
        try (var in = Dictionary.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing from diconde4j-core");
            }
            return in.readAllBytes();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The lines of a table, each by columns; without lambdas, which cost a new JVM more than the rest. */
    static List<String[]> rows(String name) {
        String text = new String(resource(name), StandardCharsets.UTF_8);
        List<String[]> rows = new ArrayList<>();
        int begin = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', begin)) {
            rows.add(text.substring(begin, end).split("\t", -1));
            begin = end + 1;
        }
        return rows;
    }
}
