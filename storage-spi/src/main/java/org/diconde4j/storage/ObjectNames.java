package org.diconde4j.storage;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/**
 * Names of objects in a store: a few segments parted by slashes, each of lower-case letters, digits, {@code . _ -}, so that
 * they are safe on every file system, case-insensitive ones included, and as keys of an object service.
 *
 * <p>A legal UID stands in a name as it is. One with illegal characters becomes {@code x_} and its bytes, those outside
 * {@code 0-9 a-z -} as {@code _} and two hexadecimal digits; one too long for that becomes {@code y_} and the SHA-256
 * of its bytes. Different UIDs never share a name.
 */
public final class ObjectNames {
    /** What the names of quarantined objects begin with. */
    public static final String QUARANTINE = "quarantine/";

    private static final String SUFFIX = ".dcm";
    private static final String COMPRESSED = ".z" + SUFFIX;
    private static final int LONGEST_SEGMENT = 128;
    private static final int MOST_SEGMENTS = 8;
    private static final int LONGEST = 100;
    private static final DateTimeFormatter MONTH =
            DateTimeFormatter.ofPattern("uuuu/MM").withZone(ZoneOffset.UTC);

    private ObjectNames() {}

    /**
     * The name of a stored instance, {@code studies/3f/STUDY/SERIES/INSTANCE.dcm}; {@code 3f} is the first byte of the
     * SHA-256 of the Study Instance UID, so that no folder becomes huge.
     *
     * @param studyUid Study Instance UID, or the key that stands for it, see {@link Projection#studyUid}
     * @param seriesUid Series Instance UID, or the key that stands for it
     * @param sopInstanceUid SOP Instance UID
     * @return the name
     */
    public static String instance(String studyUid, String seriesUid, String sopInstanceUid) {
        String spread =
                Digest.of(studyUid.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 2);
        return "studies/" + spread + "/" + segment(studyUid) + "/" + segment(seriesUid) + "/" + segment(sopInstanceUid)
                + SUFFIX;
    }

    /**
     * The name of a later version of an instance, or of an instance that comes again after it was deleted,
     * {@code studies/3f/STUDY/SERIES/INSTANCE.v17.dcm}.
     *
     * @param studyUid Study Instance UID, or the key that stands for it
     * @param seriesUid Series Instance UID, or the key that stands for it
     * @param sopInstanceUid SOP Instance UID
     * @param version what tells it from all others of this instance, such as a sequence that was not given before
     * @return the name; no UID makes it the name of another instance
     */
    public static String version(String studyUid, String seriesUid, String sopInstanceUid, long version) {
        String first = instance(studyUid, seriesUid, sopInstanceUid);
        return stem(first) + ".v" + version + SUFFIX;
    }

    /**
     * The name of the compressed file that stands in the place of an object, {@code studies/3f/STUDY/SERIES/INSTANCE.z.dcm}.
     *
     * @param name the name that the object would have
     * @return the name; none of the other methods gives it to anything else
     */
    public static String compressed(String name) {
        return stem(name) + COMPRESSED;
    }

    /**
     * Tells whether a name is that of a compressed file.
     *
     * @param name a name
     * @return true if {@link #compressed} made it
     */
    public static boolean isCompressed(String name) {
        return name.endsWith(COMPRESSED);
    }

    private static String stem(String name) {
        return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }

    /**
     * The name of a quarantined object, {@code quarantine/2026/11/ID.dcm}.
     *
     * @param arrival when it arrived
     * @param id what tells it from every other one, such as a random UUID
     * @return the name
     */
    public static String quarantined(Instant arrival, String id) {
        return QUARANTINE + MONTH.format(arrival) + "/" + segment(id) + SUFFIX;
    }

    /**
     * Tells whether a UID has the form of PS3.5 9.1 as far as a file name is concerned: digits and single dots, at most 64
     * characters.
     *
     * @param uid a UID as received
     * @return true if it stands in a name as it is
     */
    public static boolean isLegalUid(String uid) {
        boolean digit = false; // the character before
        for (int i = 0; i < uid.length(); i++) {
            char c = uid.charAt(i);
            boolean dot = c == '.' && digit;
            digit = c >= '0' && c <= '9';
            if (!digit && !dot) {
                return false;
            }
        }
        return digit && uid.length() <= 64;
    }

    /**
     * Checks a name before it reaches a store.
     *
     * @param name a name
     * @return the same name
     * @throws IllegalArgumentException if it is not of the form described above
     */
    public static String require(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("not a name for an object in a store: \"" + name
                    + "\"; expected 2 to 8 segments of lower-case letters, digits and . _ - parted by /, none of them"
                    + " beginning or ending with a dot; ObjectNames makes such names");
        }
        return name;
    }

    private static boolean isName(String name) {
        int segments = 0;
        for (int begin = 0, end; begin <= name.length(); begin = end + 1) {
            int slash = name.indexOf('/', begin);
            end = slash < 0 ? name.length() : slash;
            if (!isSegment(name, begin, end) || ++segments > MOST_SEGMENTS) {
                return false;
            }
        }
        return segments >= 2;
    }

    private static boolean isSegment(String name, int begin, int end) {
        for (int i = begin; i < end; i++) {
            char c = name.charAt(i);
            boolean inside = i > begin && (c == '-' || c == '.' && i < end - 1);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c == '_' || inside)) {
                return false;
            }
        }
        return end > begin && end - begin <= LONGEST_SEGMENT;
    }

    static String segment(String uid) {
        if (isLegalUid(uid)) {
            return uid;
        }
        byte[] bytes = uid.getBytes(StandardCharsets.UTF_8);
        StringBuilder b = new StringBuilder("x_");
        for (byte v : bytes) {
            char c = (char) (v & 0xFF);
            if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-') {
                b.append(c);
            } else {
                b.append('_').append(HexFormat.of().toHexDigits(v));
            }
        }
        return b.length() <= LONGEST ? b.toString() : "y_" + Digest.of(bytes).hex();
    }
}
