package org.diconde4j.data;

import java.math.BigDecimal;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.VR;

/**
 * What {@link Dataset.Builder} does. Text is encoded with the character set of the finished data set: its Specific
 * Character Set if one was set, else that of the data set around it, else ISO 646. Where some text needs more, the
 * least that fits all of it is written into the data set: that of a value taken over, one more code extension if there
 * are some already, {@code ISO_IR 100}, or {@code ISO_IR 192}. Values that mean the same in that set keep their bytes.
 *
 * @param <B> the type that its methods return
 */
abstract sealed class DatasetBuilder<B> permits Dataset.Builder {
    private static final int SPECIFIC_CHARACTER_SET = 0x00080005;

    /** Values: Element for finished ones, Text and Raw for what waits for the character set. */
    private final TreeMap<Integer, Object> elements = new TreeMap<>(Integer::compareUnsigned);

    /** What holds while no Specific Character Set is set: for an item, that of the data set around it. */
    private CharacterSet inherited = CharacterSet.DEFAULT;

    @SuppressWarnings("unchecked")
    private B self() {
        return (B) this;
    }

    private B put(int tag, VR vr, Object value, int length) {
        elements.put(tag, new Element(tag, vr, value, 0, length, false, CharacterSet.DEFAULT));
        return self();
    }

    private static VR vrOf(int tag) {
        return Dictionary.standard().vrOf(tag);
    }

    /**
     * Sets values given as strings. Numbers of binary representations are parsed; tags (AT) are eight hexadecimal digits.
     *
     * @param tag group and element number; the representation is that of the dictionary
     * @param values the values, none for an empty element
     * @return this builder
     * @throws NumberFormatException if a number is wanted and none is given
     */
    public B set(int tag, String... values) {
        return set(tag, vrOf(tag), values);
    }

    /**
     * Sets values given as strings.
     *
     * @param tag group and element number
     * @param vr the representation
     * @param values the values, none for an empty element
     * @return this builder
     * @throws NumberFormatException if a number is wanted and none is given
     * @throws IllegalArgumentException if values of the representation have no form as a string, or not these
     */
    public B set(int tag, VR vr, String... values) {
        if (vr.isString()) {
            String text = String.join("\\", values);
            if (!vr.isText() && !text.chars().allMatch(c -> c < 0x100)) {
                throw new IllegalArgumentException("representation " + vr + " of "
                        + Dictionary.standard().keyword(tag) + " holds no such characters: " + text);
            }
            elements.put(tag, new Finishing.Text(vr, text));
            return self();
        }
        return switch (vr) {
            case FL, FD ->
                setDoubles(
                        tag,
                        vr,
                        Arrays.stream(values).mapToDouble(Double::parseDouble).toArray());
            case AT ->
                setLongs(
                        tag,
                        vr,
                        Arrays.stream(values)
                                .mapToLong(v -> Long.parseLong(v, 16))
                                .toArray());
            case UV ->
                setLongs(
                        tag,
                        vr,
                        Arrays.stream(values).mapToLong(Long::parseUnsignedLong).toArray());
            case SL, SS, SV, UL, US ->
                setLongs(
                        tag,
                        vr,
                        Arrays.stream(values).mapToLong(Long::parseLong).toArray());
            default -> {
                if (values.length == 0) {
                    yield setEmpty(tag, vr);
                }
                throw new IllegalArgumentException("values of representation " + vr + " cannot be given as strings: "
                        + Dictionary.standard().keyword(tag));
            }
        };
    }

    /**
     * Sets dates, times or date times. Of each value the representation takes what it wants: DA the date, TM the time, DT
     * the date, and time and offset from UTC if they are there. So one moment may be given to Study Date and Study Time.
     *
     * @param tag group and element number; the representation is that of the dictionary
     * @param values such as LocalDate, LocalTime or OffsetDateTime; nanoseconds are cut off
     * @return this builder
     * @throws IllegalArgumentException if a value lacks what is wanted, or the representation is another
     */
    public B set(int tag, TemporalAccessor... values) {
        VR vr = vrOf(tag);
        return set(tag, vr, Arrays.stream(values).map(v -> Digits.text(vr, v)).toArray(String[]::new));
    }

    /**
     * Sets decimal numbers, exactly as far as the representation goes: DS has 16 characters.
     *
     * @param tag group and element number; the representation is that of the dictionary
     * @param values the values
     * @return this builder
     * @throws NumberFormatException if the representation has no form for a value
     */
    public B set(int tag, BigDecimal... values) {
        VR vr = vrOf(tag);
        return switch (vr) {
            case DS -> set(tag, vr, Arrays.stream(values).map(Decimals::format).toArray(String[]::new));
            case FL, FD, OF, OD ->
                setDoubles(
                        tag,
                        vr,
                        Arrays.stream(values)
                                .mapToDouble(BigDecimal::doubleValue)
                                .toArray());
            default ->
                set(
                        tag,
                        vr,
                        Arrays.stream(values).map(BigDecimal::toPlainString).toArray(String[]::new));
        };
    }

    /**
     * Reserves a block of private elements (PS3.5 7.8.1): the one that the creator has, or the first that is free.
     *
     * @param creator the private creator
     * @param group an odd group from 0009 on
     * @return the tag of the first element of the block, to which the element's low byte is added
     * @throws IllegalArgumentException if the group is none for private elements
     * @throws IllegalStateException if no block is free
     */
    public int reserve(String creator, int group) {
        if ((group & 1) == 0 || group < 9 || group >= 0xFFFF) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "group %04X has no private elements: they stand in odd ones", group));
        }
        int free = 0;
        for (int block = 0x10; block <= 0xFF; block++) {
            int first = group << 16 | block << 8;
            Object owner = elements.get(group << 16 | block);
            if (owner != null && creator.equals(new Finishing(elements, inherited).string(group << 16 | block))) {
                return first;
            }
            Integer used = elements.ceilingKey(first);
            if (free == 0 && owner == null && (used == null || Integer.compareUnsigned(used, first | 0xFF) > 0)) {
                free = first;
            }
        }
        if (free == 0) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "group %04X has no free block for \"%s\"", group, creator));
        }
        set(group << 16 | free >>> 8 & 0xFF, VR.LO, creator);
        return free;
    }

    /**
     * Sets integers.
     *
     * @param tag group and element number; the representation is that of the dictionary
     * @param values the values
     * @return this builder
     */
    public B set(int tag, int... values) {
        return setLongs(tag, vrOf(tag), Arrays.stream(values).asLongStream().toArray());
    }

    /**
     * Sets integers.
     *
     * @param tag group and element number
     * @param vr the representation
     * @param values the values; unsigned ones as their bits
     * @return this builder
     * @throws IllegalArgumentException if a value does not fit the representation
     */
    public B setLongs(int tag, VR vr, long... values) {
        if (vr.isString()) {
            return set(tag, vr, Arrays.stream(values).mapToObj(Long::toString).toArray(String[]::new));
        }
        if (vr == VR.FL || vr == VR.FD || vr == VR.OF || vr == VR.OD) {
            return setDoubles(tag, vr, Arrays.stream(values).mapToDouble(v -> v).toArray());
        }
        int unit = vr == VR.AT ? 4 : vr.unit();
        byte[] bytes = new byte[Math.multiplyExact(values.length, unit)];
        for (int i = 0; i < values.length; i++) {
            long value = vr == VR.AT ? values[i] << 16 & 0xFFFF0000L | values[i] >>> 16 & 0xFFFF : values[i];
            if (unit < 8 && value >> unit * 8 != 0 && value >> unit * 8 - 1 != -1) {
                throw new IllegalArgumentException("value " + values[i] + " does not fit the representation " + vr
                        + " of " + Dictionary.standard().keyword(tag));
            }
            for (int b = 0; b < unit; b++) {
                bytes[i * unit + b] = (byte) (value >>> 8 * b);
            }
        }
        return put(tag, vr, bytes, bytes.length);
    }

    /**
     * Sets floating point numbers.
     *
     * @param tag group and element number; the representation is that of the dictionary
     * @param values the values
     * @return this builder
     */
    public B setDoubles(int tag, double... values) {
        return setDoubles(tag, vrOf(tag), values);
    }

    /**
     * Sets floating point numbers.
     *
     * @param tag group and element number
     * @param vr the representation
     * @param values the values
     * @return this builder
     */
    public B setDoubles(int tag, VR vr, double... values) {
        if (vr.isString()) {
            return set(tag, vr, Arrays.stream(values).mapToObj(Decimals::format).toArray(String[]::new));
        }
        boolean single = vr == VR.FL || vr == VR.OF;
        if (!single && vr != VR.FD && vr != VR.OD) {
            return setLongs(
                    tag, vr, Arrays.stream(values).mapToLong(Math::round).toArray());
        }
        int unit = vr.unit();
        byte[] bytes = new byte[Math.multiplyExact(values.length, unit)];
        for (int i = 0; i < values.length; i++) {
            long bits = single ? Float.floatToRawIntBits((float) values[i]) : Double.doubleToRawLongBits(values[i]);
            for (int b = 0; b < unit; b++) {
                bytes[i * unit + b] = (byte) (bits >>> 8 * b);
            }
        }
        return put(tag, vr, bytes, bytes.length);
    }

    /**
     * Sets bytes as they are, text in the Specific Character Set of the data set; an odd number is padded.
     *
     * @param tag group and element number
     * @param vr the representation
     * @param littleEndian the value; not copied, so it must not change any more
     * @return this builder
     */
    public B setBytes(int tag, VR vr, byte[] littleEndian) {
        byte[] even = littleEndian;
        if ((even.length & 1) != 0) {
            even = Arrays.copyOf(even, even.length + 1);
            even[even.length - 1] = vr.padding();
        }
        elements.put(tag, new Finishing.Raw(vr, even));
        return self();
    }

    /**
     * Sets a sequence.
     *
     * @param tag group and element number
     * @param items the items in order
     * @return this builder
     */
    public B setItems(int tag, Dataset... items) {
        return setItems(tag, List.of(items));
    }

    /**
     * Sets a sequence.
     *
     * @param tag group and element number
     * @param items the items in order
     * @return this builder
     */
    public B setItems(int tag, List<Dataset> items) {
        return put(tag, VR.SQ, new Items(List.copyOf(items), false, Items.NONE), 0);
    }

    /**
     * Sets an element without a value.
     *
     * @param tag group and element number; the representation is that of the dictionary
     * @return this builder
     */
    public B setEmpty(int tag) {
        return setEmpty(tag, vrOf(tag));
    }

    /**
     * Sets an element without a value.
     *
     * @param tag group and element number
     * @param vr the representation
     * @return this builder
     */
    public B setEmpty(int tag, VR vr) {
        return vr == VR.SQ ? setItems(tag) : put(tag, vr, new byte[0], 0);
    }

    /**
     * Takes an element over. Its text is encoded anew if the data set ends with another character set.
     *
     * @param element the element
     * @return this builder
     */
    public B set(Element element) {
        elements.put(element.tag(), element);
        return self();
    }

    /**
     * Takes the value of an element over under another tag, such as another block of private elements.
     *
     * @param tag group and element number
     * @param element the element
     * @return this builder
     */
    public B set(int tag, Element element) {
        return set(element.tag() == tag ? element : element.withTag(tag));
    }

    /**
     * Takes all elements of a data set over. What is made of an item stays in the character set of the data set around
     * it, as far as that has all its characters.
     *
     * @param dataset the data set
     * @return this builder
     */
    public B setAll(Dataset dataset) {
        if (!dataset.contains(SPECIFIC_CHARACTER_SET) && !dataset.isEmpty()) {
            inherited = dataset.characterSet();
        }
        dataset.forEach(this::set);
        return self();
    }

    /**
     * Takes an element out, if it is there.
     *
     * @param tag group and element number
     * @return this builder
     */
    public B remove(int tag) {
        elements.remove(tag);
        return self();
    }

    /**
     * Makes an item for a data set with this character set: its text is encoded in that, as far as possible, unless a
     * Specific Character Set of its own is set.
     *
     * @param around the character set that holds around the item
     * @return this builder
     */
    public B within(CharacterSet around) {
        inherited = around;
        return self();
    }

    /** The same with the character set that holds where the data set will stand. */
    Dataset build(CharacterSet around) {
        inherited = around;
        return build();
    }

    /**
     * Finishes the data set; the builder may go on to be used.
     *
     * @return the data set
     * @throws java.io.UncheckedIOException if a text that stays in a file needs another encoding and cannot be read
     */
    public Dataset build() {
        return new Finishing(elements, inherited).dataset();
    }
}
