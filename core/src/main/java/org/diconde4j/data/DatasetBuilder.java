package org.diconde4j.data;

import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.VR;

/**
 * What {@link Dataset.Builder} does. Text is encoded with the character set of the finished data set: its Specific
 * Character Set if one was set, else that of the data set around it, else ISO 646. Where some text needs more, the
 * least that fits all of it is written into the data set: that of a value taken over, {@code ISO_IR 100}, or {@code
 * ISO_IR 192}. Values that are in that set already keep their bytes.
 *
 * @param <B> the type that its methods return
 */
abstract sealed class DatasetBuilder<B> permits Dataset.Builder {
    private static final int SPECIFIC_CHARACTER_SET = 0x00080005;

    /** Values: Element for finished ones, Text and Raw for what waits for the character set. */
    private final TreeMap<Integer, Object> elements = new TreeMap<>(Integer::compareUnsigned);

    /** What holds while no Specific Character Set is set: for an item, that of the data set around it. */
    private CharacterSet inherited = CharacterSet.DEFAULT;

    private record Text(VR vr, String value) {}

    /** Bytes that are in the character set already. */
    private record Raw(VR vr, byte[] bytes) {}

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
            elements.put(tag, new Text(vr, text));
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
     * Sets bytes as they are, text in the character set that the data set will have; an odd number is padded.
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
        elements.put(tag, new Raw(vr, even));
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
     */
    public Dataset build() {
        CharacterSet set = wanted();
        TreeMap<Integer, Object> all = elements;
        if (!fits(set)) {
            set = leastThatFits();
            all = new TreeMap<>(elements);
            all.put(SPECIFIC_CHARACTER_SET, new Text(VR.CS, String.join("\\", set.terms())));
        }
        DatasetAssembler assembler = new DatasetAssembler(32 * all.size());
        assembler.begin(false);
        for (var entry : all.entrySet()) {
            Element element = finish(entry.getKey(), entry.getValue(), set);
            assembler.add(element, element.value() instanceof Items items ? items.within(set) : element.value());
        }
        return assembler.end(set);
    }

    /** The character set that was asked for. */
    private CharacterSet wanted() {
        Object given = elements.get(SPECIFIC_CHARACTER_SET);
        return given == null
                ? inherited
                : CharacterSet.of(finish(SPECIFIC_CHARACTER_SET, given, CharacterSet.DEFAULT)
                        .strings());
    }

    private CharacterSet leastThatFits() {
        for (Object value : elements.values()) {
            if (value instanceof Element element
                    && element.vr().isText()
                    && !element.characterSet().terms().isEmpty()
                    && fits(element.characterSet())) {
                return element.characterSet();
            }
        }
        return fits(CharacterSet.LATIN_1) ? CharacterSet.LATIN_1 : CharacterSet.UTF_8;
    }

    private boolean fits(CharacterSet set) {
        for (Object value : elements.values()) {
            if (value instanceof Text text) {
                if (text.vr.isText() && !set.canEncode(text.value)) {
                    return false;
                }
            } else if (value instanceof Element element
                    && isForeignText(element, set)
                    && !element.strings().stream().allMatch(set::canEncode)) {
                return false;
            }
        }
        return true;
    }

    /** Whether an element's bytes would mean something else in another character set. */
    private static boolean isForeignText(Element element, CharacterSet set) {
        if (!element.vr().isText()
                || !(element.value() instanceof byte[] bytes)
                || element.characterSet().equals(set)) {
            return false;
        }
        for (int i = 0; i < element.length(); i++) {
            byte b = bytes[element.offset() + i];
            if (b < 0 || b == 0x1B) {
                return true;
            }
        }
        return false;
    }

    private static Element finish(int tag, Object value, CharacterSet set) {
        if (value instanceof Text text) {
            byte[] bytes = text.vr.isText()
                    ? set.encode(text.value, text.vr)
                    : text.value.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
            byte[] even = (bytes.length & 1) == 0 ? bytes : Arrays.copyOf(bytes, bytes.length + 1);
            if (even != bytes) {
                even[bytes.length] = text.vr.padding();
            }
            return new Element(tag, text.vr, even, 0, even.length, false, set);
        }
        if (value instanceof Raw raw) {
            return new Element(tag, raw.vr, raw.bytes, 0, raw.bytes.length, false, set);
        }
        Element element = (Element) value;
        if (element.isBigEndian() && element.value() instanceof byte[]) {
            byte[] bytes = element.bytes();
            element = new Element(
                    tag, element.vr(), bytes, 0, bytes.length, false, element.isEncodedAsUN(), element.characterSet());
        }
        if (isForeignText(element, set)) {
            return finish(tag, new Text(element.vr(), String.join("\\", element.strings())), set);
        }
        return element;
    }
}
