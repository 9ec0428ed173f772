package org.diconde4j.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/** Makes a data set of what a builder has collected: finds the character set, and encodes text in it. */
final class Finishing {
    private static final int SPECIFIC_CHARACTER_SET = 0x00080005;

    /** A new text, which waits for the character set. */
    record Text(VR vr, String value) {}

    /** Bytes that are in the character set that was asked for. */
    record Raw(VR vr, byte[] bytes) {}

    /** Values: Element, Text or Raw. */
    private final NavigableMap<Integer, Object> elements;

    /** The character set that was asked for. */
    private final CharacterSet wanted;

    Finishing(NavigableMap<Integer, Object> elements, CharacterSet inherited) {
        this.elements = elements;
        Object given = elements.get(SPECIFIC_CHARACTER_SET);
        this.wanted = given == null
                ? inherited
                : CharacterSet.of(encoded(SPECIFIC_CHARACTER_SET, given, CharacterSet.DEFAULT, CharacterSet.DEFAULT)
                        .strings());
    }

    Dataset dataset() {
        CharacterSet set = leastThatFits();
        NavigableMap<Integer, Object> all = elements;
        if (!set.equals(wanted)) {
            all = new TreeMap<>(elements);
            all.put(SPECIFIC_CHARACTER_SET, new Text(VR.CS, String.join("\\", set.terms())));
        }
        DatasetAssembler assembler = new DatasetAssembler(32 * all.size());
        assembler.begin(false);
        for (var entry : all.entrySet()) {
            Element element = encoded(entry.getKey(), entry.getValue(), wanted, set);
            assembler.add(element, element.value() instanceof Items items ? items.within(set) : element.value());
        }
        return assembler.end(set);
    }

    /** The first value of an element as it stands in the builder. */
    @Nullable
    String string(int tag) {
        Object value = elements.get(tag);
        return value == null ? null : encoded(tag, value, wanted, wanted).string();
    }

    private CharacterSet leastThatFits() {
        return fits(wanted)
                ? wanted
                : others().stream().filter(this::fits).findFirst().orElse(CharacterSet.UTF_8);
    }

    private List<CharacterSet> others() {
        List<CharacterSet> candidates = new ArrayList<>();
        for (Object value : elements.values()) {
            if (value instanceof Element element && element.vr().isText()) {
                CharacterSet set = element.characterSet();
                if (!set.terms().isEmpty() && !candidates.contains(set)) {
                    candidates.add(set);
                }
            }
        }
        candidates.addAll(wanted.extensions());
        candidates.add(CharacterSet.LATIN_1);
        return candidates;
    }

    private boolean fits(CharacterSet set) {
        for (Object value : elements.values()) {
            String text = newText(value, set);
            if (text != null && !set.canEncode(text)) {
                return false;
            }
        }
        return true;
    }

    /** The text that needs to be encoded if the data set has a character set, or null if there is none. */
    private @Nullable String newText(Object value, CharacterSet set) {
        if (value instanceof Text text) {
            return text.vr.isText() ? text.value : null;
        }
        return value instanceof Raw raw ? foreignText(element(0, raw, wanted), set) : foreignText((Element) value, set);
    }

    /** The text of an element whose bytes another character set has not or means something else by, else null. */
    private static @Nullable String foreignText(Element element, CharacterSet set) {
        CharacterSet own = element.characterSet();
        boolean isElsewhere =
                element.bulkData() != null && own.equals(CharacterSet.DEFAULT); // in nobody knows what set
        if (!element.vr().isText() || own.equals(set) || isElsewhere) {
            return null;
        }
        Element here = element.inMemory();
        byte[] bytes = here.array();
        int length = (int) here.length();
        for (int i = 0; i < length; i++) {
            byte b = bytes[here.offset() + i];
            if (b < 0 || b == 0x1B) {
                String text = own.decode(bytes, here.offset(), length, element.vr());
                boolean same = text.equals(set.decode(bytes, here.offset(), length, element.vr()));
                return same && set.canEncode(text) ? null : withoutPadding(text);
            }
        }
        return null;
    }

    private static String withoutPadding(String text) {
        boolean padded = text.endsWith(" ") || text.endsWith("\0");
        return padded ? text.substring(0, text.length() - 1) : text;
    }

    private static Element element(int tag, Raw raw, CharacterSet set) {
        return new Element(tag, raw.vr, raw.bytes, 0, raw.bytes.length, false, set);
    }

    private static Element encoded(int tag, Object value, CharacterSet wanted, CharacterSet set) {
        if (value instanceof Text text) {
            byte[] bytes = text.vr.isText()
                    ? set.encode(text.value, text.vr)
                    : text.value.getBytes(StandardCharsets.ISO_8859_1);
            byte[] even = (bytes.length & 1) == 0 ? bytes : Arrays.copyOf(bytes, bytes.length + 1);
            if (even != bytes) {
                even[bytes.length] = text.vr.padding();
            }
            return new Element(tag, text.vr, even, 0, even.length, false, set);
        }
        Element element = value instanceof Raw raw ? element(tag, raw, wanted) : (Element) value;
        String text = foreignText(element, set);
        if (text != null) {
            return encoded(tag, new Text(element.vr(), text), wanted, set);
        }
        return element.isBigEndian() && element.value() instanceof byte[] ? littleEndian(element) : element;
    }

    private static Element littleEndian(Element element) {
        byte[] bytes = element.bytes();
        return new Element(
                element.tag(),
                element.vr(),
                bytes,
                0,
                bytes.length,
                false,
                element.isEncodedAsUN(),
                element.characterSet());
    }
}
