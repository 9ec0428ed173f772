package org.diconde4j.io;

import java.io.CharConversionException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.diconde4j.data.CharacterSet;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/** Reads data sets in the Native DICOM Model (PS3.19 A.1) with the parser of the JDK, which streams. */
final class XmlReader extends ModelReader {
    /** Bytes that may pass without an event of the parser: the parser holds a tag or a comment as a whole. */
    private static final int MARKUP = 1 << 24;

    private static final List<String> GROUPS = List.of("Alphabetic", "Ideographic", "Phonetic");
    private static final List<String> COMPONENTS =
            List.of("FamilyName", "GivenName", "MiddleName", "NamePrefix", "NameSuffix");

    private final XMLStreamReader xml;
    private final Metered in;
    private int open;

    /** A private element that waits for its block, known when all creators of its data set are. */
    private record Pending(int tag, String creator, Attribute attribute) {}

    /** Ends the input where the parser would take too much without giving anything. */
    private final class Metered extends FilterInputStream {
        private int left = MARKUP;

        Metered(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left <= 0) {
                throw problem("a tag, comment or the like of more than " + MARKUP + " bytes, which is the limit");
            }
            int count = super.read(bytes, offset, length);
            left -= Math.max(count, 0);
            return count;
        }
    }

    XmlReader(InputStream in, @Nullable String encoding, ReadLimits limits, @Nullable BulkSource bulk)
            throws IOException {
        super("Native DICOM Model", limits, bulk);
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        // newer JDKs allow 100, which sequences can exceed within our own limit, which holds
        factory.setProperty("jdk.xml.maxElementDepth", "0");
        this.in = new Metered(in);
        try {
            this.xml = XmlEncoding.open(factory, this.in, encoding);
        } catch (XMLStreamException e) {
            throw failure(e, 0);
        }
    }

    Dataset document() throws IOException {
        while (next() != XMLStreamConstants.START_ELEMENT) {
            // comments and the like
        }
        if (!xml.getLocalName().equals("NativeDicomModel")) {
            throw problem("expected the element NativeDicomModel, found " + shortened(xml.getLocalName()));
        }
        Dataset dataset = dataset(CharacterSet.DEFAULT, 0);
        while (next() != XMLStreamConstants.END_DOCUMENT) {
            // comments and the like
        }
        return dataset;
    }

    @Override
    long offset() {
        return xml == null ? 0 : Math.max(0, xml.getLocation().getCharacterOffset());
    }

    private IOException failure(XMLStreamException e, long at) {
        if (e.getNestedException() instanceof CharacterCodingException) {
            throw new DicomParseException("no Native DICOM Model: bytes that are no text in its encoding", tag, at);
        }
        if (e.getNestedException() instanceof IOException cause && !(cause instanceof CharConversionException)) {
            return cause;
        }
        String message = String.valueOf(e.getMessage()).replaceAll("(?s)^ParseError at .*?Message: ", "");
        throw new DicomParseException("no Native DICOM Model: " + message, tag, at);
    }

    private int next() throws IOException {
        in.left = MARKUP;
        int event;
        try {
            event = xml.next();
        } catch (XMLStreamException e) {
            throw failure(e, offset());
        } catch (DicomParseException e) {
            throw e;
        } catch (RuntimeException e) {
            throw problem("the XML parser failed: " + e); // no input should, but not all of its errors are declared
        }
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> {
                if (++open > 2 * limits.depth() + 8) {
                    throw problem("elements are nested deeper than sequences may be, " + limits.depth());
                }
            }
            case XMLStreamConstants.END_ELEMENT -> open--;
            case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                throw problem("expected no document type definition");
            default -> {}
        }
        return event;
    }

    /** Goes to the next element within the open one; false at the end of that. */
    private boolean child() throws IOException {
        while (true) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    return true;
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    return false;
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (!xml.isWhiteSpace()) {
                        throw problem("expected an element, found text: " + shortened(xml.getText()));
                    }
                }
                default -> {}
            }
        }
    }

    private void skip() throws IOException {
        int outside = open - 1;
        while (open > outside) {
            next();
        }
    }

    private Dataset dataset(CharacterSet outer, int depth) throws IOException {
        if (depth > limits.depth()) {
            throw problem("sequences are nested deeper than " + limits.depth() + ", which is the limit");
        }
        CharacterSet around = outer;
        Dataset.Builder builder = Dataset.builder().within(outer);
        PrivateBlocks blocks = new PrivateBlocks();
        List<Pending> pending = new ArrayList<>(0);
        while (child()) {
            if (!xml.getLocalName().equals("DicomAttribute")) {
                throw problem("expected the element DicomAttribute, found " + shortened(xml.getLocalName()));
            }
            countElement();
            int here = tag();
            tag = here;
            String creator = xml.getAttributeValue(null, "privateCreator");
            Attribute attribute = attribute(around, depth);
            tag = here;
            if (creator != null && (here & 0x10000) != 0) {
                countText(creator);
                pending.add(new Pending(here, creator, attribute));
                continue;
            }
            blocks.note(here, attribute.values.isEmpty() ? "" : attribute.values.get(0));
            if (here == Tag.SpecificCharacterSet) {
                around = CharacterSet.of(attribute.values);
            }
            add(attribute, null, builder);
        }
        for (Pending element : pending) {
            tag = element.tag;
            tag = blocks.place(element.tag, element.creator, builder);
            if (tag == 0) {
                tag = element.tag;
                throw problem("the group has no block left for the creator " + shortened(element.creator));
            }
            add(element.attribute, element.creator, builder);
        }
        return builder.build();
    }

    private int tag() {
        String name = xml.getAttributeValue(null, "tag");
        if (name == null) {
            String keyword = xml.getAttributeValue(null, "keyword");
            name = keyword == null ? "" : keyword;
        } else if (name.length() == 8 && name.chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0)) {
            return Integer.parseUnsignedInt(name, 16);
        }
        String found = name;
        return Dictionary.standard()
                .tag(name)
                .orElseThrow(() ->
                        problem("expected a tag of eight hexadecimal digits, found \"" + shortened(found) + "\""));
    }

    private Attribute attribute(CharacterSet around, int depth) throws IOException {
        Attribute attribute = new Attribute();
        String vr = xml.getAttributeValue(null, "vr");
        attribute.vr = vr == null ? null : vr(vr);
        Numbered<String> values = new Numbered<>();
        Numbered<Dataset> items = new Numbered<>();
        Numbered<byte[]> fragments = new Numbered<>();
        int here = tag;
        while (child()) {
            tag = here;
            switch (xml.getLocalName()) {
                case "Value" -> values.add(number(), text());
                case "PersonName" -> {
                    attribute.vr = attribute.vr == null ? VR.PN : attribute.vr;
                    values.add(number(), person());
                }
                case "Item" -> {
                    countElement();
                    attribute.isSequence = true;
                    items.add(number(), dataset(around, depth + 1));
                }
                case "InlineBinary" -> attribute.binary = binary();
                case "BulkData" -> attribute.uri = uri();
                case "DataFragment" -> fragments.add(number(), fragment());
                default -> skip();
            }
        }
        attribute.values.addAll(values.filled(() -> ""));
        attribute.items.addAll(items.values.values());
        attribute.fragments.addAll(fragments.filled(() -> new byte[0]));
        return attribute;
    }

    /** Where a value belongs, from 1 on; 0 if nothing is said. */
    private int number() {
        String number = xml.getAttributeValue(null, "number");
        if (number == null) {
            return 0;
        }
        try {
            int value = Integer.parseInt(number);
            if (value > 0 && value <= limits.elements()) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw problem("expected a number from 1 to " + limits.elements() + ", found \"" + shortened(number) + "\"");
    }

    /** Values by their numbers, in whatever order they come. */
    private final class Numbered<T> {
        private final TreeMap<Integer, T> values = new TreeMap<>();

        void add(int number, T value) {
            int at = number > 0 ? number : values.isEmpty() ? 1 : values.lastKey() + 1;
            if (values.put(at, value) != null) {
                throw problem("two values have number " + at);
            }
        }

        /** All of them, others where numbers are left out. */
        List<T> filled(Supplier<T> other) {
            int count = values.isEmpty() ? 0 : values.lastKey();
            countBytes(count);
            List<T> filled = new ArrayList<>(count);
            for (int number = 1; number <= count; number++) {
                T value = values.get(number);
                filled.add(value == null ? other.get() : value);
            }
            return filled;
        }
    }

    private String text() throws IOException {
        StringBuilder text = new StringBuilder();
        while (true) {
            switch (next()) {
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (xml.getTextLength() > limits.valueInMemory() - text.length()) {
                        throw tooLong();
                    }
                    text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    countBytes(text.length());
                    return text.toString();
                }
                case XMLStreamConstants.START_ELEMENT ->
                    throw problem("expected text, found the element " + shortened(xml.getLocalName()));
                default -> {}
            }
        }
    }

    private String person() throws IOException {
        Parts groups = new Parts(GROUPS, '=');
        while (child()) {
            int group = GROUPS.indexOf(xml.getLocalName());
            if (group < 0) {
                skip();
                continue;
            }
            Parts components = new Parts(COMPONENTS, '^');
            while (child()) {
                int component = COMPONENTS.indexOf(xml.getLocalName());
                if (component < 0) {
                    skip();
                } else {
                    components.set(component, text());
                }
            }
            groups.set(group, components.toString());
        }
        return groups.toString();
    }

    /** Parts of a name; those behind the last that is there need no delimiters. */
    private static final class Parts {
        private final String[] parts;
        private final char delimiter;
        private int count;

        Parts(List<String> names, char delimiter) {
            this.parts = new String[names.size()];
            Arrays.fill(parts, "");
            this.delimiter = delimiter;
        }

        void set(int index, String part) {
            parts[index] = part;
            count = Math.max(count, index + 1);
        }

        @Override
        public String toString() {
            return String.join(String.valueOf(delimiter), Arrays.copyOf(parts, count));
        }
    }

    private String uri() throws IOException {
        String uri = null;
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            String name = xml.getAttributeLocalName(i);
            if (name.equalsIgnoreCase("uri")) {
                uri = xml.getAttributeValue(i);
            } else if (name.equalsIgnoreCase("uuid")) {
                uri = ModelBytes.UUID_URN + xml.getAttributeValue(i);
            }
        }
        if (uri == null) {
            throw problem("expected uri or uuid of BulkData");
        }
        skip();
        countText(uri);
        return uri;
    }

    private byte[] fragment() throws IOException {
        byte[] fragment = new byte[0];
        while (child()) {
            if (!xml.getLocalName().equals("InlineBinary")) {
                throw problem("expected a fragment in InlineBinary, found " + shortened(xml.getLocalName()));
            }
            fragment = binary();
        }
        return fragment;
    }

    /** Base64 piece by piece, as it passes. */
    private byte[] binary() throws IOException {
        Binary binary = new Binary();
        byte[] quads = new byte[1 << 12];
        int count = 0;
        while (true) {
            switch (next()) {
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    char[] text = xml.getTextCharacters();
                    int end = xml.getTextStart() + xml.getTextLength();
                    for (int i = xml.getTextStart(); i < end; i++) {
                        if (text[i] > ' ') {
                            quads[count++] = (byte) Math.min(text[i], 0x7F); // which is no base64 either
                        }
                        if (count == quads.length) {
                            decode(quads, count, binary);
                            count = 0;
                        }
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    decode(quads, count, binary);
                    return binary.toByteArray();
                }
                case XMLStreamConstants.START_ELEMENT ->
                    throw problem("expected base64, found the element " + shortened(xml.getLocalName()));
                default -> {}
            }
        }
    }

    private void decode(byte[] quads, int count, Binary to) {
        try {
            to.writeBytes(Base64.getDecoder().decode(Arrays.copyOf(quads, count)));
        } catch (IllegalArgumentException e) {
            throw problem("expected base64: " + e.getMessage());
        }
    }
}
