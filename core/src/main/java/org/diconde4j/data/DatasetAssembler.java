package org.diconde4j.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/**
 * Puts data sets together in the order in which a parser meets their elements: values go into one array that all data
 * sets of the reading share, so that reading allocates little. When the first data set has ended, another reading may
 * begin in the same room. Programs that make data sets of their own use {@link Dataset#builder()}. Not thread-safe.
 */
public final class DatasetAssembler {
    /** Values of this many bytes or more get an array of their own. */
    private static final int OWN_ARRAY_FROM = 1 << 12;
    /** Values that would begin beyond do so too, so that all others can be put into order. */
    private static final int LAST_PLACE = Dataset.PLACE - OWN_ARRAY_FROM;
    /** Arrays longer than this are not kept for the next reading. */
    private static final int KEPT = 1 << 16;

    private final List<Frame> frames = new ArrayList<>();
    private byte[] room;
    private Slab slab;
    private Frame top;
    private int depth;
    private byte @Nullable [] lastTerms;
    private CharacterSet lastSet = CharacterSet.DEFAULT;

    /** A data set under construction; kept for the next one on its level. */
    private static final class Frame {
        private static final int SPECIFIC_CHARACTER_SET = 0x00080005;

        int[] index = new int[32 * Dataset.STRIDE];
        int size;
        Object[] objects = new Object[4];
        int[] objectPlaces = new int[4];
        int objectCount;
        int base;
        /** Where the slab ended when the first item of a sequence began that is still to be added, or -1. */
        int itemsFrom;

        Dataset[] items = new Dataset[2];
        boolean[] itemsUndefined = new boolean[2];
        int itemCount;
        int undefinedCount;

        boolean bigEndian;
        boolean sorted;
        int characterSetAt;
        CharacterSet inherited = CharacterSet.DEFAULT;

        @Nullable
        CharacterSet own;

        /** Places by tag of a data set that is not sorted, as far as somebody has asked. */
        @Nullable
        Map<Integer, Integer> places;

        int placesTo;

        void begin(boolean order, CharacterSet around, int place) {
            size = 0;
            objectCount = 0;
            base = place;
            dropItems();
            bigEndian = order;
            sorted = true;
            characterSetAt = -1;
            inherited = around;
            own = null;
            places = null;
            placesTo = 0;
        }

        boolean isLarge() {
            return index.length + objects.length + items.length > KEPT;
        }

        void add(int tag, int word) {
            int at = size;
            if (at == index.length) {
                index = Arrays.copyOf(index, at * 2);
            }
            if (at > 0 && Integer.compareUnsigned(index[at - Dataset.STRIDE], tag) >= 0) {
                sorted = false;
            }
            index[at] = tag;
            index[at + 1] = word;
            size = at + Dataset.STRIDE;
            if (tag == SPECIFIC_CHARACTER_SET) {
                characterSetAt = at; // of two the last stands
                own = null;
            }
        }

        /** Takes elements over that a run has put behind the others. */
        void end(Run run) {
            int from = size;
            size = run.size;
            sorted &=
                    from == 0 || from == size || Integer.compareUnsigned(index[from - Dataset.STRIDE], index[from]) < 0;
            if (from < size && index[from] <= SPECIFIC_CHARACTER_SET) {
                findCharacterSet(from);
            }
        }

        /** Near the beginning, since tags of a run ascend. */
        private void findCharacterSet(int from) {
            for (int at = from; at < size && index[at] <= SPECIFIC_CHARACTER_SET; at += Dataset.STRIDE) {
                if (index[at] == SPECIFIC_CHARACTER_SET) {
                    characterSetAt = at;
                    own = null;
                }
            }
        }

        void addObject(int tag, int word, Object value, int place) {
            if (objectCount > Dataset.PLACE) {
                throw new DicondeException("a data set holds at most " + objectCount + " sequences and large values");
            }
            if (objectCount == objects.length) {
                objects = Arrays.copyOf(objects, objectCount * 2);
                objectPlaces = Arrays.copyOf(objectPlaces, objectCount * 2);
            }
            objects[objectCount] = value;
            objectPlaces[objectCount] = place - base;
            add(tag, Dataset.OBJECT | word | objectCount++);
        }

        void addItem(Dataset item, boolean undefined) {
            if (itemCount == items.length) {
                items = Arrays.copyOf(items, itemCount * 2);
                itemsUndefined = Arrays.copyOf(itemsUndefined, itemCount * 2);
            }
            items[itemCount] = item;
            itemsUndefined[itemCount++] = undefined;
            undefinedCount += undefined ? 1 : 0;
        }

        Items takeItems(boolean undefinedLength) {
            List<Dataset> list = switch (itemCount) {
                case 0 -> List.of();
                case 1 -> List.of(items[0]);
                case 2 -> List.of(items[0], items[1]);
                default -> Collections.unmodifiableList(Arrays.asList(Arrays.copyOf(items, itemCount)));
            };
            boolean[] flags = Items.NONE;
            if (undefinedCount > 0) {
                flags = undefinedCount == itemCount ? Items.ALL : Arrays.copyOf(itemsUndefined, itemCount);
            }
            forgetItems();
            return new Items(list, undefinedLength, flags);
        }

        void dropItems() {
            itemsFrom = -1;
            forgetItems();
        }

        private void forgetItems() {
            for (int i = 0; i < itemCount; i++) {
                items[i] = null;
            }
            itemCount = 0;
            undefinedCount = 0;
        }

        int placeAt(int at) {
            int word = index[at + 1];
            return word < 0 ? objectPlaces[word & Dataset.PLACE] : word & Dataset.PLACE;
        }

        /** Where the value of an element ends, counted from the base. */
        int endAt(int at, Slab slab) {
            return at + Dataset.STRIDE < size ? placeAt(at + Dataset.STRIDE) : slab.size - base;
        }

        /** The last element of a tag, or -1. */
        int find(int tag) {
            if (!sorted) {
                Map<Integer, Integer> known = places == null ? places = new HashMap<>() : places;
                for (; placesTo < size; placesTo += Dataset.STRIDE) {
                    known.put(index[placesTo], placesTo);
                }
                return known.getOrDefault(tag, -1);
            }
            int low = 0;
            int high = size / Dataset.STRIDE - 1;
            while (low <= high) {
                int middle = low + high >>> 1;
                int order = Integer.compareUnsigned(index[middle * Dataset.STRIDE], tag);
                if (order == 0) {
                    return middle * Dataset.STRIDE;
                }
                low = order < 0 ? middle + 1 : low;
                high = order > 0 ? middle - 1 : high;
            }
            return -1;
        }
    }

    /**
     * Begins a reading.
     *
     * @param expectedBytes bytes of small values to make room for at first; the room grows as needed
     */
    public DatasetAssembler(int expectedBytes) {
        room = new byte[expectedBytes];
        slab = Slab.in(room);
        top = new Frame();
        frames.add(top);
    }

    /**
     * Begins a data set: the first, or an item within the one that is open.
     *
     * @param bigEndian byte order of its binary values
     */
    public void begin(boolean bigEndian) {
        CharacterSet inherited = CharacterSet.DEFAULT;
        if (depth == 0) {
            slab = Slab.in(room);
        } else {
            inherited = characterSet(top);
            if (top.itemsFrom < 0) {
                top.itemsFrom = slab.size;
            }
        }
        if (depth == frames.size()) {
            frames.add(new Frame());
        }
        top = frames.get(depth++);
        top.begin(bigEndian, inherited, slab.size);
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
        int word = vr.ordinal() << 24 | (asUn ? Dataset.AS_UN : 0);
        int start = slab.size - top.base;
        if (length >= OWN_ARRAY_FROM || start > LAST_PLACE || !slab.hasRoom(length)) {
            place.bytes = new byte[length];
            place.offset = 0;
            top.addObject(tag, word, place.bytes, slab.size);
        } else {
            top.add(tag, word | start);
            place.offset = slab.reserve(length);
            place.bytes = slab.bytes;
        }
    }

    /**
     * Where elements with small values go that are added in a row: the arrays themselves, since a call for each element takes
     * longer than the element. Each has two entries in {@link #index} from {@link #size} on, its tag and {@link
     * DatasetAssembler#code} of its representation with the place of its value; tags ascend. Values stand one after the
     * other from {@link #next} on. Used again for the next run.
     */
    public static final class Run {
        /** Entries of an element. */
        public static final int STRIDE = Dataset.STRIDE;

        /** Where elements are entered. */
        public int[] index = {};
        /** Entries in use. */
        public int size;
        /** Where values go. */
        public byte[] values = {};
        /** Where the next value begins; what is added counts from {@link #base}. */
        public int next;
        /** The place from which the second entries count. */
        public int base;
        /** The first byte of {@link #values} at which no value may end. */
        public int room;

        /** Makes a run of nothing. */
        public Run() {}
    }

    /**
     * What the second entry of an element in a {@link Run} has besides the place of its value.
     *
     * @param vr representation
     * @return a number, not negative
     */
    public static int code(VR vr) {
        return vr.ordinal() << 24;
    }

    /**
     * Begins a run of elements of the data set that is open. Until it ends, nothing else is added.
     *
     * @param run receives the places
     * @param most how many elements to make room for
     * @param slack how many bytes behind a value may be overwritten
     */
    public void begin(Run run, int most, int slack) {
        Frame frame = top;
        while (frame.index.length - frame.size < Dataset.STRIDE * most) {
            frame.index = Arrays.copyOf(frame.index, frame.index.length * 2);
        }
        run.index = frame.index;
        run.size = frame.size;
        run.values = slab.bytes;
        run.next = slab.size;
        run.base = frame.base;
        run.room = Math.min(slab.bytes.length - slack, frame.base + LAST_PLACE);
    }

    /**
     * Ends a run.
     *
     * @param run what was begun last, with its new {@link Run#size} and {@link Run#next}
     */
    public void end(Run run) {
        top.end(run);
        slab.size = run.next;
    }

    /** Adds an element of another data set in little endian order, with its own or another value. */
    void add(Element element, Object value) {
        boolean asUn = element.isEncodedAsUN();
        if (!(value instanceof byte[] bytes)) {
            object(element.tag(), element.vr(), asUn, value);
        } else if (element.length() >= OWN_ARRAY_FROM) {
            object(element.tag(), element.vr(), asUn, element.length() == bytes.length ? bytes : element.bytes());
        } else {
            Place place = new Place();
            value(element.tag(), element.vr(), asUn, (int) element.length(), place);
            System.arraycopy(bytes, element.offset(), place.bytes, place.offset, (int) element.length());
        }
    }

    /**
     * Takes bytes off the end of the value that was added last: the input ended within it.
     *
     * @param length bytes that were there
     */
    public void shortenLast(int length) {
        int word = top.index[top.size - 1];
        if (word >= 0) {
            slab.size = top.base + (word & Dataset.PLACE) + length;
        } else if (top.objects[word & Dataset.PLACE] instanceof byte[] bytes) {
            top.objects[word & Dataset.PLACE] = Arrays.copyOf(bytes, length);
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
     * Adds a sequence of the items that ended since the last.
     *
     * @param tag group and element number
     * @param vr representation as encoded: SQ, or UN where the value is a sequence (PS3.5 6.2.2)
     * @param undefinedLength whether the sequence had undefined length
     */
    public void sequence(int tag, VR vr, boolean undefinedLength) {
        object(tag, VR.SQ, vr == VR.UN, top.takeItems(undefinedLength));
    }

    private void object(int tag, VR vr, boolean asUn, Object value) {
        int place = top.itemsFrom < 0 ? slab.size : top.itemsFrom;
        top.itemsFrom = -1;
        top.addObject(tag, vr.ordinal() << 24 | (asUn ? Dataset.AS_UN : 0), value, place);
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
     * Gives data sets up that were begun and will not be ended, and the items of the one that stays open that are in no
     * sequence yet.
     *
     * @param to how many stay open, at least 1
     */
    public void rollBack(int to) {
        depth = Math.min(depth, to);
        top = frames.get(depth - 1);
        if (top.itemsFrom >= 0) {
            slab.size = top.itemsFrom;
            top.dropItems();
        }
    }

    /**
     * A short string of the data set that is open, such as the creator of a private block.
     *
     * @param tag group and element number
     * @return the first value without padding, or null if there is none so far
     */
    public @Nullable String string(int tag) {
        int at = top.find(tag);
        if (at < 0 || top.index[at + 1] < 0) {
            return null;
        }
        VR vr = Dataset.VRS[top.index[at + 1] >>> 24 & 0x3F];
        int start = top.placeAt(at);
        int length = top.endAt(at, slab) - start;
        return Strings.first(vr, slab.bytes, top.base + start, length, top.bigEndian, characterSet(top));
    }

    /**
     * Whether all tags of the open data set came in ascending order so far, none twice.
     *
     * @return false once one did not
     */
    public boolean isSorted() {
        return top.sorted;
    }

    /**
     * Ends the item that is open; it belongs to the next sequence of the data set around it.
     *
     * @param undefinedLength whether it had undefined length
     */
    public void endItem(boolean undefinedLength) {
        Dataset item = end();
        top.addItem(item, undefinedLength);
    }

    /**
     * Adds an item as it was encoded, for the next sequence of the data set that is open: explicit little endian elements
     * with lengths of 16 bits that are below 4 KiB, tags ascending, Specific Character Set (0008,0005) not among them.
     *
     * @param bytes an array that has the elements
     * @param offset where they begin
     * @param length how many bytes they have, more than 0
     * @param undefinedLength whether the item had undefined length
     * @return false if there is no room, so that nothing was added
     */
    public boolean encodedItem(byte[] bytes, int offset, int length, boolean undefinedLength) {
        if (!slab.hasRoom(length)) {
            return false;
        }
        CharacterSet inherited = characterSet(top); // before the item stands where its value ends
        if (top.itemsFrom < 0) {
            top.itemsFrom = slab.size;
        }
        int base = slab.reserve(length);
        System.arraycopy(bytes, offset, slab.bytes, base, length);
        top.addItem(new Dataset(slab, base, length, inherited), undefinedLength);
        return true;
    }

    /**
     * Ends the data set that is open.
     *
     * @return the data set; of elements with the same tag the last stands
     */
    public Dataset end() {
        return end(characterSet(top));
    }

    Dataset end(CharacterSet characterSet) {
        Frame frame = top;
        Dataset dataset = frame.sorted ? made(frame, characterSet) : sorted(frame, characterSet);
        for (int i = 0; i < frame.objectCount; i++) {
            frame.objects[i] = null;
        }
        depth--;
        if (depth > 0) {
            top = frames.get(depth - 1);
        } else {
            room = slab.bytes.length <= KEPT ? slab.bytes : room;
            slab.bytes = Arrays.copyOf(slab.bytes, slab.size);
            for (int i = 0; i < frames.size(); i++) {
                if (frames.get(i).isLarge()) {
                    frames.set(i, new Frame());
                }
            }
        }
        return dataset;
    }

    private Dataset made(Frame frame, CharacterSet characterSet) {
        int[] index = Arrays.copyOf(frame.index, frame.size + frame.objectCount + 1);
        for (int i = 0; i < frame.objectCount; i++) {
            index[frame.size + i] = frame.objectPlaces[i];
        }
        index[index.length - 1] = slab.size - frame.base;
        Object[] objects =
                frame.objectCount == 0 ? Dataset.NO_OBJECTS : Arrays.copyOf(frame.objects, frame.objectCount);
        return new Dataset(index, slab, frame.base, objects, frame.bigEndian, characterSet);
    }

    private CharacterSet characterSet(Frame frame) {
        CharacterSet own = frame.own;
        int at = frame.characterSetAt;
        if (own == null && at >= 0 && frame.index[at + 1] >= 0) {
            int start = frame.placeAt(at);
            int length = frame.endAt(at, slab) - start;
            frame.own = own = characterSet(frame.base + start, length);
        }
        return own == null ? frame.inherited : own;
    }

    /** Most data sets of an archive have the character set of the one before. */
    private CharacterSet characterSet(int from, int length) {
        if (lastTerms == null || !Arrays.equals(lastTerms, 0, lastTerms.length, slab.bytes, from, from + length)) {
            lastTerms = Arrays.copyOfRange(slab.bytes, from, from + length);
            lastSet = CharacterSet.of(Strings.all(VR.CS, lastTerms, 0, length, false, CharacterSet.DEFAULT));
        }
        return lastSet;
    }

    /** Values stand in the order of their tags, so they move. */
    private Dataset sorted(Frame frame, CharacterSet characterSet) {
        long[] order = new long[frame.size / Dataset.STRIDE];
        for (int i = 0; i < order.length; i++) {
            order[i] = (frame.index[i * Dataset.STRIDE] + Integer.MIN_VALUE & -1L) << 32 | i;
        }
        Arrays.sort(order);
        Slab moved = Slab.in(new byte[slab.size - frame.base]);
        Frame target = new Frame();
        target.begin(frame.bigEndian, frame.inherited, 0);
        for (int i = 0; i < order.length; i++) {
            if (i + 1 < order.length && order[i] >> 32 == order[i + 1] >> 32) {
                continue; // of two the last stands
            }
            int at = (int) order[i] * Dataset.STRIDE;
            int tag = frame.index[at];
            int word = frame.index[at + 1];
            if (word < 0) {
                int flags = word & ~(Dataset.OBJECT | Dataset.PLACE);
                target.addObject(tag, flags, frame.objects[word & Dataset.PLACE], moved.size);
            } else {
                int start = word & Dataset.PLACE;
                int length = frame.endAt(at, slab) - start;
                target.add(tag, word & ~Dataset.PLACE | moved.size);
                System.arraycopy(slab.bytes, frame.base + start, moved.bytes, moved.reserve(length), length);
            }
        }
        Slab own = slab;
        slab = moved;
        Dataset dataset = made(target, characterSet);
        slab = own;
        return dataset;
    }
}
