package org.diconde4j.dict;

import org.jspecify.annotations.Nullable;

/**
 * What a maker says of the elements in private blocks (PS3.5 7.8), which an implicit encoding leaves unsaid. The
 * dictionary of the standard asks all that {@link java.util.ServiceLoader} finds, after its own for the blocks that
 * DICONDE used before its elements became public. Implementations are thread-safe and have a public constructor without
 * parameters.
 */
public interface PrivateDictionary {
    /**
     * Looks an element up.
     *
     * @param creator the private creator, without padding
     * @param group the odd group
     * @param elementLowByte the low byte of the element number: the element within the block
     * @return what is known, or null
     */
    @Nullable
    Entry entry(String creator, int group, int elementLowByte);

    /**
     * One private element.
     *
     * @param vr its representation
     * @param keyword a name for people, without spaces
     */
    record Entry(VR vr, String keyword) {}
}
