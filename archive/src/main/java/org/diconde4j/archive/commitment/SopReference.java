package org.diconde4j.archive.commitment;

import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;

/**
 * An object by its class and instance, as the sequences of PS3.4 J.3 name it.
 *
 * @param sopClassUid Referenced SOP Class UID (0008,1150)
 * @param sopInstanceUid Referenced SOP Instance UID (0008,1155)
 */
public record SopReference(String sopClassUid, String sopInstanceUid) {
    /**
     * Reads an item of a Referenced SOP Sequence.
     *
     * @param item the item
     * @return the reference
     * @throws IllegalArgumentException if one of the UIDs is missing
     */
    public static SopReference of(Dataset item) {
        String sopClass = item.string(Tag.ReferencedSOPClassUID);
        String instance = item.string(Tag.ReferencedSOPInstanceUID);
        if (sopClass == null || instance == null) {
            throw new IllegalArgumentException("An item without "
                    + (sopClass == null ? "Referenced SOP Class UID" : "Referenced SOP Instance UID"));
        }
        return new SopReference(sopClass, instance);
    }

    /**
     * Makes an item of a Referenced SOP Sequence.
     *
     * @return a builder with both UIDs
     */
    public Dataset.Builder item() {
        return Dataset.builder()
                .set(Tag.ReferencedSOPClassUID, sopClassUid)
                .set(Tag.ReferencedSOPInstanceUID, sopInstanceUid);
    }
}
