package org.diconde4j.agree;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.diconde4j.data.Dataset;

/** The leaves of a Native DICOM Model (PS3.19 A.1), read without our own reader. */
final class XmlLeaves {
    private static final List<String> GROUPS = List.of("Alphabetic", "Ideographic", "Phonetic");
    private static final List<String> COMPONENTS =
            List.of("FamilyName", "GivenName", "MiddleName", "NamePrefix", "NameSuffix");

    private final XMLStreamReader xml;
    private final Leaves leaves = new Leaves();

    private XmlLeaves(XMLStreamReader xml) {
        this.xml = xml;
    }

    static Leaves of(byte[] document) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        XmlLeaves reader = new XmlLeaves(factory.createXMLStreamReader(new ByteArrayInputStream(document)));
        reader.xml.nextTag();
        reader.dataset("");
        return reader.leaves;
    }

    static Leaves ours(byte[] document) {
        try {
            return of(document);
        } catch (XMLStreamException e) {
            throw new AssertionError("what we write is no XML: " + new String(document, StandardCharsets.UTF_8), e);
        }
    }

    /** How an element of a data set is named in the leaves. */
    static String key(Dataset dataset, int tag) {
        String creator = dataset.privateCreator(tag);
        return creator == null ? tag(Retyped.hex(tag)) : Retyped.hex(tag & 0xFFFF00FF) + "[" + creator + "]";
    }

    private void dataset(String path) throws XMLStreamException {
        while (xml.nextTag() == XMLStreamReader.START_ELEMENT) {
            attribute(path);
        }
    }

    private void attribute(String path) throws XMLStreamException {
        String creator = xml.getAttributeValue(null, "privateCreator");
        String vr = xml.getAttributeValue(null, "vr");
        String tag = xml.getAttributeValue(null, "tag");
        String at = path + (creator == null ? tag(tag) : tag + "[" + creator.strip() + "]");
        leaves.vr(at, vr);
        String keyword = xml.getAttributeValue(null, "keyword");
        if (keyword != null) {
            leaves.put(at + "/keyword", keyword);
        }
        while (xml.nextTag() == XMLStreamReader.START_ELEMENT) {
            String name = xml.getLocalName();
            String number = xml.getAttributeValue(null, "number");
            int index = number == null ? -1 : Integer.parseInt(number) - 1;
            switch (name) {
                case "Value" -> leaves.value(at, index, vr, xml.getElementText());
                case "PersonName" -> leaves.value(at, index, vr, parts(GROUPS, "="));
                case "Item" -> {
                    leaves.put(at + "/" + index, "item");
                    dataset(at + "/" + index + "/");
                }
                case "InlineBinary" -> leaves.bytes(at, Leaves.base64(xml.getElementText()));
                case "BulkData" -> {
                    String uri = xml.getAttributeValue(null, "uri");
                    leaves.put(at + "/uri", String.valueOf(uri));
                    xml.nextTag();
                }
                default -> throw new XMLStreamException("element " + name);
            }
        }
    }

    /** DCMTK drops the block of private elements without a creator too, which nobody finds again. */
    private static String tag(String tag) {
        boolean orphan = tag.matches("...[13579BDF].*") && !tag.substring(4).matches("00[1-9A-F].");
        return orphan ? tag.substring(0, 4) + "00" + tag.substring(6) : tag;
    }

    private String parts(List<String> names, String delimiter) throws XMLStreamException {
        String[] parts = new String[names.size()];
        java.util.Arrays.fill(parts, "");
        while (xml.nextTag() == XMLStreamReader.START_ELEMENT) {
            int index = names.indexOf(xml.getLocalName());
            parts[index] = names == GROUPS ? parts(COMPONENTS, "^") : xml.getElementText();
        }
        return String.join(delimiter, parts);
    }
}
