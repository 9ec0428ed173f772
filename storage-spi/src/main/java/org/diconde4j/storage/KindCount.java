package org.diconde4j.storage;

import java.util.List;
import java.util.regex.Pattern;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.jspecify.annotations.Nullable;

/**
 * How much of what an index knows is of one kind.
 *
 * @param modality the modality of the series, or null where there is none, or not one of usual form
 * @param sopClassUid SOP Class UID, or null where there is none, or none of usual form
 * @param instances number of instances
 * @param bytes their length together, in bytes
 */
public record KindCount(@Nullable String modality, @Nullable String sopClassUid, long instances, long bytes) {
    private static final Pattern MODALITY = Pattern.compile("[ -\\[\\]-~]{1,64}");
    private static final Pattern UID = Pattern.compile("[0-9.]{1,64}");

    /**
     * Returns the modality under which the instances of a series are counted, so that every index counts alike.
     *
     * @param series the attributes of the series
     * @return its modality, or null if it has not exactly one of up to 64 printable characters
     */
    public static @Nullable String modalityOf(Dataset series) {
        List<String> values = series.strings(Tag.Modality);
        return values.size() == 1 && MODALITY.matcher(values.get(0)).matches() ? values.get(0) : null;
    }

    /**
     * Returns the SOP class under which an instance is counted.
     *
     * @param sopClassUid what it says, or null
     * @return the same, or null if it has not 1 to 64 digits and dots
     */
    public static @Nullable String sopClassOf(@Nullable String sopClassUid) {
        return sopClassUid != null && UID.matcher(sopClassUid).matches() ? sopClassUid : null;
    }
}
