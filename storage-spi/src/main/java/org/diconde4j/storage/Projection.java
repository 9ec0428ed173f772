package org.diconde4j.storage;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.diconde4j.nde.LegacyDiconde;
import org.jspecify.annotations.Nullable;

/**
 * From an object to what an index says about its component, study, series and instance: a pure function, so that every index
 * and every rebuild gives the same answers.
 *
 * <ul>
 *   <li>Components are told apart by an {@link Identity}; an object without one belongs to a component known by its study
 *       alone, so that unknown components never merge.
 *   <li>A study belongs to one component: the same Study Instance UID under two components is two studies. The same holds for
 *       series and studies.
 *   <li>A missing Study or Series Instance UID is stood for by a UID derived from the SOP Instance UID, so that nothing merges
 *       with it.
 *   <li>Legacy private DICONDE attributes are given under their public tags as well, unless the object has those.
 *   <li>Where objects disagree about an attribute of a level above them, the one with the lowest sequence that has a value holds.
 * </ul>
 */
public final class Projection {
    /** Grows when the same object would be projected differently, so that indexes know to be rebuilt. */
    public static final int VERSION = 3;

    private final Identity identity;

    /**
     * Creates a projection.
     *
     * @param identity what makes objects belong to the same component
     */
    public Projection(Identity identity) {
        this.identity = identity;
    }

    /**
     * Returns what makes objects belong to the same component.
     *
     * @return the identity
     */
    public Identity identity() {
        return identity;
    }

    /**
     * Returns what an index remembers to find out whether it was built in the same way.
     *
     * @return version and identity in one line
     */
    public String fingerprint() {
        return VERSION + " " + identity;
    }

    /**
     * Projects an instance.
     *
     * @param entry an event that {@link Receipt#addsInstance() adds an instance}
     * @return what it says about each level
     * @throws IllegalArgumentException if the event adds none
     */
    public Projected project(IndexEntry entry) {
        String sop = entry.receipt().sopInstanceUid();
        if (sop == null || !entry.receipt().addsInstance()) {
            throw new IllegalArgumentException("receipt " + entry.receipt().sequence() + " of kind "
                    + entry.receipt().kind() + " adds no instance, so there is nothing to project");
        }
        Dataset a = LegacyDiconde.translate(BulkPlace.without(entry.attributes()));
        String study = studyUid(entry.receipt().studyInstanceUid(), sop);
        String series = seriesUid(entry.receipt().seriesInstanceUid(), sop);
        String key = identity.key(a);
        return new Projected(
                key == null ? "\n" + study : key,
                level(a, Level.COMPONENT).build(),
                study,
                level(a, Level.STUDY).set(Tag.StudyInstanceUID, study).build(),
                series,
                level(a, Level.SERIES).set(Tag.SeriesInstanceUID, series).build(),
                sop,
                a.toBuilder()
                        .set(Tag.SOPInstanceUID, sop)
                        .set(Tag.StudyInstanceUID, study)
                        .set(Tag.SeriesInstanceUID, series)
                        .build(),
                BulkPlace.all(entry.attributes()));
    }

    /**
     * Returns what is remarkable about the identity of an object.
     *
     * @param attributes its attributes
     * @return the flags for its receipt
     */
    public Set<Flag> flags(Dataset attributes) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        String study = attributes.string(Tag.StudyInstanceUID);
        String series = attributes.string(Tag.SeriesInstanceUID);
        if (study == null) {
            flags.add(Flag.NO_STUDY_UID);
        }
        if (series == null) {
            flags.add(Flag.NO_SERIES_UID);
        }
        if (identity.key(LegacyDiconde.translate(attributes)) == null) {
            flags.add(Flag.NO_COMPONENT_ID);
        }
        for (String uid : new String[] {attributes.string(Tag.SOPInstanceUID), study, series}) {
            if (uid != null && !ObjectNames.isLegalUid(uid)) {
                flags.add(Flag.ESCAPED_NAME);
            }
        }
        return flags;
    }

    /**
     * Returns the Study Instance UID that an object is kept under.
     *
     * @param received the Study Instance UID as received, or null
     * @param sopInstanceUid its SOP Instance UID
     * @return the received one, or a UID of the form 2.25 (PS3.5 B.2) derived from the SOP Instance UID
     */
    public static String studyUid(@Nullable String received, String sopInstanceUid) {
        return received == null || received.isBlank() ? derived("study", sopInstanceUid) : received;
    }

    /**
     * Returns the Series Instance UID that an object is kept under.
     *
     * @param received the Series Instance UID as received, or null
     * @param sopInstanceUid its SOP Instance UID
     * @return the received one, or a UID of the form 2.25 derived from the SOP Instance UID
     */
    public static String seriesUid(@Nullable String received, String sopInstanceUid) {
        return received == null || received.isBlank() ? derived("series", sopInstanceUid) : received;
    }

    /**
     * Returns the level that an attribute belongs to.
     *
     * @param tag the attribute
     * @return its level, INSTANCE for all that describe no level above
     */
    public static Level levelOf(int tag) {
        return Levels.of(tag);
    }

    /**
     * Joins what two objects say about a level above them.
     *
     * @param earlier what the one with the lower sequence says, or what was joined so far
     * @param later what the one with the higher sequence says
     * @return {@code earlier} with the attributes it lacks taken from {@code later}; the same object if it lacks none
     */
    public static Dataset merge(Dataset earlier, Dataset later) {
        Dataset.Builder merged = null;
        for (Element e : later) {
            Element known = earlier.get(e.tag());
            if (known == null || (known.isEmpty() && !e.isEmpty())) {
                merged = merged == null ? earlier.toBuilder() : merged;
                merged.set(e);
            }
        }
        return merged == null ? earlier : merged.build();
    }

    /**
     * Tells whether two objects disagree about a level above them, so that it matters which one came first.
     *
     * @param one what one says
     * @param other what the other says
     * @return true if an attribute has different values, both of them not empty
     */
    public static boolean disagree(Dataset one, Dataset other) {
        for (Element e : other) {
            Element known = one.get(e.tag());
            if (known != null && !known.isEmpty() && !e.isEmpty() && !same(known, e)) {
                return true;
            }
        }
        return false;
    }

    private static boolean same(Element a, Element b) {
        if (a.isSequence() || b.isSequence() || !a.vr().isString() || !b.vr().isString()) {
            return Dataset.builder()
                    .set(a)
                    .build()
                    .sameContent(Dataset.builder().set(b).build());
        }
        return a.strings().equals(b.strings());
    }

    /**
     * Returns what an instance says about a level above it, from its projected attributes.
     *
     * @param instance {@link Projected#instance()}
     * @param level COMPONENT, STUDY or SERIES
     * @return the same as {@link Projected} has for that level
     */
    public static Dataset part(Dataset instance, Level level) {
        return level(instance, level).build();
    }

    /**
     * The attributes of one level; their text in UTF-8, because those of other objects may join them, and the zone of the dates and
     * times of a study or series.
     */
    private static Dataset.Builder level(Dataset a, Level level) {
        Dataset.Builder b = Dataset.builder().set(Tag.SpecificCharacterSet, "ISO_IR 192");
        Element zone = a.get(Tag.TimezoneOffsetFromUTC);
        if (zone != null && (level == Level.STUDY || level == Level.SERIES)) {
            b.set(zone);
        }
        for (Element e : a) {
            if (Levels.of(e.tag()) == level) {
                b.set(inUtf8(e));
            }
        }
        return b;
    }

    private static Element inUtf8(Element e) {
        if (!e.isSequence()) {
            return e; // the builder encodes the text of an element anew, but not that inside a sequence
        }
        Dataset sequence = Dataset.builder()
                .setItems(e.tag(), e.items().stream().map(Projection::inUtf8).toList())
                .build();
        Element converted = sequence.get(e.tag());
        return converted == null ? e : converted;
    }

    private static Dataset inUtf8(Dataset item) {
        Dataset.Builder b = Dataset.builder();
        item.forEach(e -> b.set(inUtf8(e)));
        return b.set(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 192").build();
    }

    private static String derived(String what, String sopInstanceUid) {
        String seed = "diconde4j " + what + " of " + sopInstanceUid;
        byte[] hash = HexFormat.of()
                .parseHex(Digest.of(seed.getBytes(StandardCharsets.UTF_8)).hex());
        byte[] uuid = Arrays.copyOf(hash, 16);
        uuid[6] = (byte) ((uuid[6] & 0x0F) | 0x80); // version 8 and variant of RFC 9562, as PS3.5 B.2 wants a UUID
        uuid[8] = (byte) ((uuid[8] & 0x3F) | 0x80);
        return "2.25." + new BigInteger(1, uuid);
    }
}
