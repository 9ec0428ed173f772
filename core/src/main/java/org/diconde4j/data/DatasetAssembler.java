package org.diconde4j.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
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

        /** Adds elements whose values will follow each other from a place of the slab on. */
        void add(Run run, int firstPlace) {
            int[] words = run.words;
            int to = size;
            while (index.length - to < Dataset.STRIDE * run.count) {
                index = Arrays.copyOf(index, index.length * 2);
            }
            int[] target = index;
            int last = to == 0 ? 0 : target[to - Dataset.STRIDE];
            boolean ascend = to == 0 || Integer.compareUnsigned(last, words[0]) < 0;
            int place = firstPlace - base;
            for (int i = 0; i < 3 * run.count; i += 3) {
                int tag = words[i];
                int word = words[i + 1];
                if (tag == SPECIFIC_CHARACTER_SET) {
                    characterSetAt = to;
                    own = null;
                }
                ascend &= i == 0 || Integer.compareUnsigned(last, tag) < 0;
                target[to] = tag;
                target[to + 1] = word & ~Dataset.PLACE | place;
                place += word & Dataset.PLACE;
                last = tag;
                to += Dataset.STRIDE;
            }
            size = to;
            sorted &= ascend;
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

    /** Elements that stand near each other in an array, for {@link #values}. Used again for the next. */
    public static final class Run {
        /** Elements that a run can have. */
        public static final int MOST = 64;

        private final int[] words = new int[3 * MOST];
        private int count;

        /** Makes an empty run. */
        public Run() {}

        /** Takes all elements out. */
        public void clear() {
            count = 0;
        }

        /**
         * Adds an element to fewer than {@link #MOST}.
         *
         * @param tag group and element number
         * @param vr representation
         * @param offset first byte of its value
         * @param length bytes of the value, less than 4096
         */
        public void add(int tag, VR vr, int offset, int length) {
            int at = 3 * count++;
            words[at] = tag;
            words[at + 1] = vr.ordinal() << 24 | length;
            words[at + 2] = offset;
        }
    }

    /**
     * Adds values in memory by a copy: one after the other is slower.
     *
     * @param run the elements
     * @param from the array that has their values
     */
    public void values(Run run, byte[] from) {
        int total = 0;
        for (int i = 0; i < run.count; i++) {
            total += run.words[3 * i + 1] & Dataset.PLACE;
        }
        if (slab.size - top.base > LAST_PLACE - total || !slab.hasRoom(total + 16)) {
            Place place = new Place();
            for (int i = 0; i < 3 * run.count; i += 3) {
                int length = run.words[i + 1] & Dataset.PLACE;
                value(run.words[i], Dataset.VRS[run.words[i + 1] >>> 24], length, place);
                System.arraycopy(from, run.words[i + 2], place.bytes, place.offset, length);
            }
            return;
        }
        int at = slab.reserve(total + 16);
        slab.size = at + total;
        byte[] to = slab.bytes;
        top.add(run, at);
        for (int i = 0; i < 3 * run.count; i += 3) {
            int length = run.words[i + 1] & Dataset.PLACE;
            int offset = run.words[i + 2];
            if (length <= 16 && from.length - offset >= 16) {
                LONG.set(to, at, (long) LONG.get(from, offset)); // faster for most values than to ask how long they are
                LONG.set(to, at + 8, (long) LONG.get(from, offset + 8));
            } else {
                System.arraycopy(from, offset, to, at, length);
            }
            at += length;
        }
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
