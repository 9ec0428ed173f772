package org.diconde4j.io;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.VR;

/**
 * Gives private elements that were read with the name of their creator a block: the one that their data set has reserved
 * for it, or a free one (PS3.5 7.8.1).
 */
final class PrivateBlocks {
    /** By the tag of the creator element. */
    private final TreeMap<Integer, String> creators = new TreeMap<>(Integer::compareUnsigned);
    /** The tags of the creator elements of blocks that have elements. */
    private final Set<Integer> taken = new HashSet<>();

    /** Takes note of an element that stands in the data set under its own tag. */
    void note(int tag, String firstValue) {
        int element = tag & 0xFFFF;
        if ((tag & 0x10000) != 0 && element >= 0x10) {
            if (element <= 0xFF) {
                creators.putIfAbsent(tag, firstValue);
            } else {
                taken.add(creatorTag(tag));
            }
        }
    }

    /**
     * The tag of an element within the data set. Its block may be given in the tag; where that is 00, as PS3.19 A.1.5
     * wants it, the first block of the creator is taken.
     *
     * @return 0 if all blocks of the group are taken
     */
    int place(int tag, String creator, Dataset.Builder builder) {
        int given = creatorTag(tag);
        if (creator.equals(creators.get(given))) {
            return tag;
        }
        int block = isBlock(given) && !creators.containsKey(given) ? given : 0;
        if (block == 0) {
            block = existing(tag, creator);
        }
        for (int free = 0x10; block == 0 && free <= 0xFF; free++) {
            int candidate = tag & 0xFFFF0000 | free;
            block = creators.containsKey(candidate) || taken.contains(candidate) ? 0 : candidate;
        }
        if (block != 0 && creators.putIfAbsent(block, creator) == null) {
            builder.set(block, VR.LO, creator);
        }
        return block == 0 ? 0 : block & 0xFFFF0000 | (block & 0xFF) << 8 | tag & 0xFF;
    }

    private int existing(int tag, String creator) {
        int group = tag & 0xFFFF0000;
        for (Map.Entry<Integer, String> entry :
                creators.subMap(group, group | 0x100).entrySet()) {
            if (entry.getValue().equals(creator)) {
                return entry.getKey();
            }
        }
        return 0;
    }

    /** The tag without the block, if the rule of {@link #place} finds the way back; else the tag itself. */
    static int withoutBlock(int tag, String creator, Dataset dataset) {
        int group = tag & 0xFFFF0000;
        for (int block = 0x10; block < (tag >>> 8 & 0xFF); block++) {
            if (creator.equals(dataset.string(group | block))) {
                return tag;
            }
        }
        return tag & 0xFFFF00FF;
    }

    private static int creatorTag(int tag) {
        return tag & 0xFFFF0000 | tag >>> 8 & 0xFF;
    }

    private static boolean isBlock(int creatorTag) {
        return (creatorTag & 0xFFFF) >= 0x10;
    }
}
