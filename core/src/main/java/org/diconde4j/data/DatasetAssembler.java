package org.diconde4j.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/**
 * Puts data sets together in the order in which a parser meets their elements: values go into one array that all data
 * sets of the reading share, so that reading allocates little. Programs that make data sets of their own use
 * {@link Dataset#builder()}. Not thread-safe.
 */
public final class DatasetAssembler {
    private static final int SPECIFIC_CHARACTER_SET = 0x00080005;

    private final Slab slab;
    private final List<Frame> frames = new ArrayList<>();
    private final int ownArrayFrom;
    private int depth;

    /** A data set under construction; kept for the next one on its level. */
    private static final class Frame {
        int[] index = new int[64 * Dataset.STRIDE];
        int size;
        final List<Object> objects = new ArrayList<>(0);
        boolean bigEndian;
        boolean sorted;
        CharacterSet inherited = CharacterSet.DEFAULT;

        @Nullable
        CharacterSet own;

        int word(int tag) {
            if (size == index.length) {
                index = Arrays.copyOf(index, size * 2);
            }
            sorted &= size == 0 || Integer.compareUnsigned(index[size - Dataset.STRIDE], tag) < 0;
            int at = size;
            size += Dataset.STRIDE;
            index[at] = tag;
            return at;
        }
    }

    /**
     * Begins a reading.
     *
     * @param expectedBytes bytes of small values to make room for at first; the room grows as needed
     * @param ownArrayFrom values of this many bytes or more get an array of their own
     */
    public DatasetAssembler(int expectedBytes, int ownArrayFrom) {
        slab = new Slab(expectedBytes);
        this.ownArrayFrom = Math.min(ownArrayFrom, Dataset.MAX_SLAB_VALUE);
    }

    /**
     * Begins a data set: the first, or an item within the one that is open.
     *
     * @param bigEndian byte order of its binary values
     */
    public void begin(boolean bigEndian) {
        CharacterSet inherited = depth == 0 ? CharacterSet.DEFAULT : characterSet();
        if (depth == frames.size()) {
            frames.add(new Frame());
        }
        Frame frame = frames.get(depth++);
        frame.size = 0;
        frame.sorted = true;
        frame.objects.clear();
        frame.bigEndian = bigEndian;
        frame.inherited = inherited;
        frame.own = null;
    }

    /**
     * Adds a value in memory. The caller fills the place in {@link Place#bytes} before the next call.
     *
     * @param tag group and element number
     * @param vr representation
     * @param length bytes of the value
     * @param place receives the array and the offset to fill
     */
    public void value(int tag, VR vr, int length, Place place) {
        value(tag, vr, false, length, place);
    }

    /**
     * Adds a value in memory. The caller fills the place in {@link Place#bytes} before the next call.
     *
     * @param tag group and element number
     * @param vr representation
     * @param asUn whether the encoding said UN, so that the value is in little endian order
     * @param length bytes of the value
     * @param place receives the array and the offset to fill
     */
    public void value(int tag, VR vr, boolean asUn, int length, Place place) {
        Frame frame = top();
        int at = frame.word(tag);
        int word = vr.ordinal() << 24 | (asUn ? Dataset.AS_UN : 0);
        if (length >= ownArrayFrom) {
            place.bytes = new byte[length];
            place.offset = 0;
            frame.index[at + 1] = frame.objects.size();
            frame.index[at + 2] = Dataset.OBJECT | word;
            frame.objects.add(place.bytes);
        } else {
            int start = slab.reserve(length);
            place.bytes = slab.bytes;
            place.offset = start;
            frame.index[at + 1] = start;
            frame.index[at + 2] = word | length;
        }
    }

    /**
     * Takes bytes off the end of the value that was added last: the input ended within it.
     *
     * @param length bytes that were there
     */
    public void shortenLast(int length) {
        Frame frame = top();
        int at = frame.size - Dataset.STRIDE;
        int word = frame.index[at + 2];
        if (word >= 0) {
            frame.index[at + 2] = word & ~Dataset.MAX_SLAB_VALUE | length;
        } else if (frame.objects.get(frame.index[at + 1]) instanceof byte[] bytes) {
            frame.objects.set(frame.index[at + 1], Arrays.copyOf(bytes, length));
        }
    }

    /** Where the bytes of a value go. */
    public static final class Place {
        /** The array to fill. */
        public byte[] bytes = {};
        /** First byte of the value in the array. */
        public int offset;

        /** Makes a place that is nowhere yet. */
        public Place() {}
    }

    /**
     * Adds a value that stays where it is stored.
     *
     * @param tag group and element number
     * @param vr representation
     * @param bulk place of the value
     */
    public void bulk(int tag, VR vr, BulkData bulk) {
        object(tag, vr, false, bulk);
    }

    /**
     * Adds a value that stays where it is stored.
     *
     * @param tag group and element number
     * @param vr representation
     * @param asUn whether the encoding said UN
     * @param bulk place of the value
     */
    public void bulk(int tag, VR vr, boolean asUn, BulkData bulk) {
        object(tag, vr, asUn, bulk);
    }

    /**
     * Adds encapsulated pixel data.
     *
     * @param tag group and element number
     * @param vr representation
     * @param fragments places of the fragments
     */
    public void fragments(int tag, VR vr, Fragments fragments) {
        object(tag, vr, false, fragments);
    }

    /**
     * Adds a sequence.
     *
     * @param tag group and element number
     * @param vr representation as encoded: SQ, or UN where the value is a sequence (PS3.5 6.2.2)
     * @param items the items in order
     * @param undefinedLength whether the sequence had undefined length
     * @param itemsUndefined for each item whether it had undefined length; empty if none did
     */
    public void sequence(int tag, VR vr, List<Dataset> items, boolean undefinedLength, boolean[] itemsUndefined) {
        object(tag, VR.SQ, vr == VR.UN, new Items(List.copyOf(items), undefinedLength, itemsUndefined.clone()));
    }

    private void object(int tag, VR vr, boolean asUn, Object value) {
        Frame frame = top();
        int at = frame.word(tag);
        frame.index[at + 1] = frame.objects.size();
        frame.index[at + 2] = Dataset.OBJECT | (asUn ? Dataset.AS_UN : 0) | vr.ordinal() << 24;
        frame.objects.add(value);
    }

    /**
     * How many data sets are open.
     *
     * @return 0 before the first, 1 outside of any item
     */
    public int depth() {
        return depth;
    }

    /**
     * Gives data sets up that were begun and will not be ended.
     *
     * @param to how many stay open
     */
    public void rollBack(int to) {
        depth = Math.min(depth, to);
    }

    /**
     * A short string of the data set that is open, such as the creator of a private block.
     *
     * @param tag group and element number
     * @return the first value without padding, or null if there is none so far
     */
    public @Nullable String string(int tag) {
        Frame frame = top();
        for (int at = frame.size - Dataset.STRIDE; at >= 0; at -= Dataset.STRIDE) {
            if (frame.index[at] == tag && frame.index[at + 2] >= 0) {
                VR vr = Dataset.VRS[frame.index[at + 2] >>> 24 & 0x3F];
                int length = frame.index[at + 2] & Dataset.MAX_SLAB_VALUE;
                return Strings.first(vr, slab.bytes, frame.index[at + 1], length, frame.bigEndian, characterSet());
            }
            if (frame.sorted && Integer.compareUnsigned(frame.index[at], tag) < 0) {
                return null;
            }
        }
        return null;
    }

    /**
     * Whether all tags of the open data set came in ascending order so far, none twice.
     *
     * @return false once one did not
     */
    public boolean isSorted() {
        return top().sorted;
    }

    /**
     * Ends the data set that is open.
     *
     * @return the data set; of elements with the same tag the last stands
     */
    public Dataset end() {
        Frame frame = top();
        if (!frame.sorted) {
            frame.own = null; // of two the last stands
            sort(frame);
        }
        Dataset dataset = make(frame);
        depth--;
        if (depth == 0) {
            slab.trim();
        }
        return dataset;
    }

    private Frame top() {
        return frames.get(depth - 1);
    }

    private Dataset make(Frame frame) {
        return new Dataset(
                Arrays.copyOf(frame.index, frame.size),
                slab,
                frame.objects.isEmpty() ? new Object[0] : frame.objects.toArray(),
                frame.bigEndian,
                characterSet());
    }

    private CharacterSet characterSet() {
        Frame frame = top();
        CharacterSet own = frame.own;
        if (own != null) {
            return own;
        }
        for (int at = 0; at < frame.size; at += Dataset.STRIDE) {
            if (frame.index[at] == SPECIFIC_CHARACTER_SET && frame.index[at + 2] >= 0) {
                int length = frame.index[at + 2] & Dataset.MAX_SLAB_VALUE;
                frame.own = own = CharacterSet.of(
                        Strings.all(VR.CS, slab.bytes, frame.index[at + 1], length, false, CharacterSet.DEFAULT));
                return own;
            }
            if (frame.sorted && Integer.compareUnsigned(frame.index[at], SPECIFIC_CHARACTER_SET) > 0) {
                break;
            }
        }
        return frame.inherited;
    }

    private static void sort(Frame frame) {
        int count = frame.size / Dataset.STRIDE;
        Integer[] order = new Integer[count];
        Arrays.setAll(order, i -> i * Dataset.STRIDE);
        int[] index = frame.index;
        Arrays.sort(order, (a, b) -> Integer.compareUnsigned(index[a], index[b])); // stable: later duplicates last
        int[] sorted = new int[frame.size];
        int size = 0;
        for (int from : order) {
            if (size > 0 && sorted[size - Dataset.STRIDE] == index[from]) {
                size -= Dataset.STRIDE;
            }
            System.arraycopy(index, from, sorted, size, Dataset.STRIDE);
            size += Dataset.STRIDE;
        }
        frame.index = sorted.length == 0 ? new int[Dataset.STRIDE] : sorted;
        frame.size = size;
    }
}
