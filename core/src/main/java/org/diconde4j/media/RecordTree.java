package org.diconde4j.media;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.Deviation;
import org.diconde4j.io.DicomParseException;
import org.jspecify.annotations.Nullable;

/** Finds out how the records of a directory hang together (PS3.3 F.2.2.2). Nothing in it is believed before it is seen. */
final class RecordTree {
    private static final int NONE = -1;
    private static final int DANGLING = -2;
    private static final String MRDR = "MRDR"; // retired: PS3.3-2004 F.5.18

    private final List<Dataset> items;
    private final long[] offsets;
    private final int maxDepth;
    private final Consumer<Deviation> deviations;
    private final BitSet inUse = new BitSet();
    private final BitSet reached = new BitSet();

    /** How the records are chained, by their numbers. */
    private record Links(int first, int[] next, int[] lower, long shift) {}

    /** How many offsets lead nowhere, and how many records none leads to. */
    private record Reach(int dangling, int lost) {}

    RecordTree(List<Dataset> items, long[] offsets, int maxDepth, Consumer<Deviation> deviations) {
        this.items = items;
        // a sequence that turned out to be none has items that are not there: without offsets, the order counts
        this.offsets = offsets.length == items.size() ? offsets : new long[items.size()];
        this.maxDepth = maxDepth;
        this.deviations = deviations;
        for (int i = 0; i < items.size(); i++) {
            Dataset item = items.get(i);
            if (item.integer(Tag.RecordInUseFlag, 0xFFFF) != 0 && !type(item).equals(MRDR)) {
                inUse.set(i);
            }
        }
    }

    private static String type(Dataset item) {
        return item.string(Tag.DirectoryRecordType, "");
    }

    List<DirectoryRecord> build(long first, long last) {
        if (items.isEmpty()) {
            return List.of();
        }
        Links links = choose(first);
        if (links.first() == DANGLING) {
            deviations.accept(new Deviation(
                    "the offset of the first record leads to none, found " + first,
                    Tag.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity,
                    0));
        }
        List<DirectoryRecord> root = entity(links.first(), 1, links);
        if (!root.isEmpty()) {
            judgeLast(root.get(root.size() - 1), last + links.shift());
        }
        BitSet lost = (BitSet) inUse.clone();
        lost.andNot(reached);
        if (!lost.isEmpty()) {
            deviate(
                    lost.cardinality() + " records are reached by no offset and left out",
                    Tag.DirectoryRecordSequence,
                    lost.nextSetBit(0));
        }
        return root;
    }

    private void judgeLast(DirectoryRecord found, long last) {
        if (found.offset() != last) {
            deviations.accept(new Deviation(
                    "expected the offset of the last record of the root, " + found.offset() + ", found " + last,
                    Tag.OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity,
                    0));
        }
    }

    /** The offsets as they are; else all of them shifted, as an edit of the file leaves them; else the order. */
    private Links choose(long first) {
        Links asTheyAre = links(first, 0);
        boolean rootMissing = asTheyAre.first() == NONE && !inUse.isEmpty();
        if (!rootMissing && reach(asTheyAre).dangling() == 0) {
            return asTheyAre;
        }
        long lowest = lowestPointer(first);
        if (!rootMissing && lowest > 0 && offsets[0] > 0) {
            Links shifted = links(first, offsets[0] - lowest);
            if (reach(shifted).equals(new Reach(0, 0))) {
                deviate("all offsets are wrong by " + shifted.shift(), Tag.DirectoryRecordSequence, 0);
                return shifted;
            }
        }
        Links inOrder = inOrder();
        if (inOrder == null) {
            return asTheyAre;
        }
        deviate(
                rootMissing
                        ? "no offset leads to the records of the root; they are taken in their order"
                        : "offsets lead nowhere; the records are taken in their order",
                Tag.DirectoryRecordSequence,
                0);
        return inOrder;
    }

    private Links links(long first, long shift) {
        int[] next = new int[items.size()];
        int[] lower = new int[items.size()];
        for (int i = 0; i < next.length; i++) {
            Dataset item = items.get(i);
            next[i] = find(item.longValue(Tag.OffsetOfTheNextDirectoryRecord, 0), shift);
            lower[i] = find(item.longValue(Tag.OffsetOfReferencedLowerLevelDirectoryEntity, 0), shift);
        }
        return new Links(find(first, shift), next, lower, shift);
    }

    private int find(long offset, long shift) {
        if (offset == 0) {
            return NONE;
        }
        int found = Arrays.binarySearch(offsets, offset + shift);
        return found < 0 ? DANGLING : found;
    }

    private long lowestPointer(long first) {
        long lowest = first;
        for (Dataset item : items) {
            lowest = lower(lowest, item.longValue(Tag.OffsetOfTheNextDirectoryRecord, 0));
            lowest = lower(lowest, item.longValue(Tag.OffsetOfReferencedLowerLevelDirectoryEntity, 0));
        }
        return lowest;
    }

    private static long lower(long a, long b) {
        return b > 0 && b < a ? b : a;
    }

    /** Where the offsets lead, without a record being made of it. */
    private Reach reach(Links links) {
        int dangling = links.first() == DANGLING ? 1 : 0;
        BitSet seen = new BitSet();
        Deque<Integer> entities = new ArrayDeque<>();
        entities.push(links.first());
        while (!entities.isEmpty()) {
            int i = entities.pop();
            while (i >= 0 && !seen.get(i)) {
                seen.set(i);
                dangling += links.next()[i] == DANGLING ? 1 : 0;
                if (inUse.get(i)) {
                    dangling += links.lower()[i] == DANGLING ? 1 : 0;
                    entities.push(links.lower()[i]);
                }
                i = links.next()[i];
            }
        }
        BitSet lost = (BitSet) inUse.clone();
        lost.andNot(seen);
        return new Reach(dangling, lost.cardinality());
    }

    /** Chains the records as most writers put them down: each below the last one of the level above; null if one is not. */
    private @Nullable Links inOrder() {
        int[] next = filled();
        int[] lower = filled();
        int first = NONE;
        int[] open = {NONE, NONE, NONE, NONE};
        for (int i = inUse.nextSetBit(0); i >= 0; i = inUse.nextSetBit(i + 1)) {
            int level = level(type(items.get(i)), open);
            if (level > 0 && open[level - 1] == NONE) {
                return null;
            }
            if (open[level] != NONE) {
                next[open[level]] = i;
            } else if (level > 0) {
                lower[open[level - 1]] = i;
            } else {
                first = i;
            }
            open[level] = i;
            Arrays.fill(open, level + 1, open.length, NONE);
        }
        return new Links(first, next, lower, 0);
    }

    private int[] filled() {
        int[] none = new int[items.size()];
        Arrays.fill(none, NONE);
        return none;
    }

    /** The level of a record by its type (PS3.3 Table F.4-1); private ones may stand on any. */
    private static int level(String type, int[] open) {
        switch (type) {
            case "PATIENT", "HANGING PROTOCOL", "PALETTE", "IMPLANT", "IMPLANT ASSY", "IMPLANT GROUP", "INVENTORY" -> {
                return 0;
            }
            case "STUDY", "HL7 STRUC DOC" -> {
                return 1;
            }
            case "SERIES" -> {
                return 2;
            }
            case "PRIVATE" -> {
                int level = 0;
                while (level < open.length - 1 && open[level] != NONE) {
                    level++;
                }
                return level;
            }
            default -> {
                return 3;
            }
        }
    }

    private List<DirectoryRecord> entity(int first, int depth, Links links) {
        if (depth > maxDepth) {
            throw new DicomParseException(
                    "records are nested deeper than " + maxDepth + ", which is the limit",
                    Tag.OffsetOfReferencedLowerLevelDirectoryEntity,
                    offsets[first]);
        }
        List<DirectoryRecord> records = new ArrayList<>();
        int i = first;
        while (i >= 0) {
            if (reached.get(i)) {
                deviate("a record is reached by two offsets, or in a circle", Tag.DirectoryRecordSequence, i);
                break;
            }
            reached.set(i);
            if (inUse.get(i)) {
                records.add(record(i, depth, links));
            }
            if (links.next()[i] == DANGLING) {
                deviate("the offset of the next record leads to none", Tag.OffsetOfTheNextDirectoryRecord, i);
            }
            i = links.next()[i];
        }
        return records;
    }

    private DirectoryRecord record(int i, int depth, Links links) {
        Dataset item = items.get(i);
        String type = type(item);
        if (type.isEmpty()) {
            deviate("a record has no type", Tag.DirectoryRecordType, i);
        }
        List<DirectoryRecord> children = List.of();
        int lower = links.lower()[i];
        if (lower == DANGLING) {
            deviate(
                    "the offset of the records below leads to none",
                    Tag.OffsetOfReferencedLowerLevelDirectoryEntity,
                    i);
        } else if (lower != NONE) {
            children = entity(lower, depth + 1, links);
        }
        return new DirectoryRecord(type, item, fileId(i, links), children, offsets[i]);
    }

    private @Nullable FileId fileId(int i, Links links) {
        Dataset item = items.get(i);
        if (!item.contains(Tag.ReferencedFileID)) {
            int shared = find(item.longValue(Tag.MRDRDirectoryRecordOffset, 0), links.shift());
            if (shared < 0) {
                return null;
            }
            item = items.get(shared);
        }
        List<String> components = item.strings(Tag.ReferencedFileID);
        if (components.isEmpty()) {
            return null;
        }
        try {
            FileId fileId = new FileId(components);
            if (!fileId.isConformant()) {
                deviate(
                        "a File ID has up to 8 names of up to 8 characters A–Z, 0–9 and _, found " + fileId,
                        Tag.ReferencedFileID,
                        i);
            }
            return fileId;
        } catch (IllegalArgumentException e) {
            throw new DicomParseException(String.valueOf(e.getMessage()), Tag.ReferencedFileID, offsets[i]);
        }
    }

    private void deviate(String problem, int tag, int record) {
        deviations.accept(new Deviation(problem, tag, offsets[record]));
    }
}
