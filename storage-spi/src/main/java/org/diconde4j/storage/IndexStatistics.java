package org.diconde4j.storage;

import java.util.List;

/**
 * What an index knows, in numbers.
 *
 * @param counts how many there are of each level, and their length
 * @param superseded versions of instances that others took the place of: what was corrected or reassigned, and what came under a SOP
 *     Instance UID that another instance has
 * @param deleted instances that were deleted
 * @param kinds the instances by modality and SOP class, the most frequent first
 */
public record IndexStatistics(IndexCounts counts, long superseded, long deleted, List<KindCount> kinds) {
    /**
     * Makes the list immutable.
     *
     * @param counts how many there are of each level, and their length
     * @param superseded versions that others took the place of
     * @param deleted instances that were deleted
     * @param kinds the instances by modality and SOP class
     */
    public IndexStatistics {
        kinds = List.copyOf(kinds);
    }
}
