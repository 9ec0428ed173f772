package org.diconde4j.io;

import java.io.BufferedWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/** Writes data sets in the Native DICOM Model (PS3.19 A.1). */
final class XmlWriter {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String[] GROUPS = {"Alphabetic", "Ideographic", "Phonetic"};
    private static final String[] COMPONENTS = {"FamilyName", "GivenName", "MiddleName", "NamePrefix", "NameSuffix"};

    private final OutputStream out;
    private final Writer xml;
    private final BulkUris uris;
    private final Deque<Integer> path = new ArrayDeque<>();

    XmlWriter(OutputStream out, BulkUris uris) {
        this.out = out;
        this.xml = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 13);
        this.uris = uris;
    }

    void document(Dataset dataset) throws IOException {
        xml.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<NativeDicomModel xmlns=\"" + DicomXml.NAMESPACE
                + "\" xml:space=\"preserve\">\n");
        try {
            elements(dataset);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        xml.write("</NativeDicomModel>\n");
        xml.flush();
    }

    private void elements(Dataset dataset) throws IOException {
        for (Element element : dataset) {
            if ((element.tag() & 0xFFFF) != 0) { // PS3.19 A.1.1: no group lengths
                element(dataset, element);
            }
        }
    }

    private void element(Dataset dataset, Element element) throws IOException {
        VR vr = element.isSequence() ? VR.SQ : element.vr();
        int tag = element.tag();
        String creator = dataset.privateCreator(tag);
        int said = creator == null || !isWritable(creator) ? tag : PrivateBlocks.withoutBlock(tag, creator, dataset);
        xml.write("<DicomAttribute tag=\"" + HEX.toHexDigits(said) + "\" vr=\"" + vr + '"');
        Dictionary.Entry known = Dictionary.standard().entry(tag);
        if (known != null && !known.keyword().isEmpty()) {
            xml.write(" keyword=\"" + known.keyword() + '"');
        }
        if (creator != null && said != tag) {
            xml.write(" privateCreator=\"");
            text(creator);
            xml.write('"');
        }
        if (element.isEmpty()) {
            xml.write("/>\n");
            return;
        }
        xml.write(">\n");
        value(vr, element);
        xml.write("</DicomAttribute>\n");
    }

    private void value(VR vr, Element element) throws IOException {
        switch (vr) {
            case SQ -> items(element);
            case OB, OD, OF, OL, OV, OW, UN -> {
                if (!byReference(element)) {
                    xml.write("<InlineBinary>");
                    base64(element);
                    xml.write("</InlineBinary>\n");
                }
            }
            default -> values(vr, element);
        }
    }

    private void items(Element element) throws IOException {
        path.addLast(element.tag());
        int index = 0;
        for (Dataset item : element.items()) {
            path.addLast(index++);
            xml.write("<Item number=\"" + index + "\">\n");
            elements(item);
            xml.write("</Item>\n");
            path.removeLast();
        }
        path.removeLast();
    }

    private boolean byReference(Element element) throws IOException {
        String uri = uris.uri(List.copyOf(path), element);
        if (uri == null) {
            return false;
        }
        boolean uuid = uri.startsWith(ModelBytes.UUID_URN);
        xml.write(uuid ? "<BulkData uuid=\"" : "<BulkData uri=\"");
        text(uuid ? uri.substring(ModelBytes.UUID_URN.length()) : uri);
        xml.write("\"/>\n");
        return true;
    }

    private void values(VR vr, Element element) throws IOException {
        BulkData bulk = element.bulkData();
        if (bulk != null && byReference(element)) {
            return;
        }
        if (bulk != null && bulk.source() == null) {
            bulk.open().close(); // says why it cannot
        }
        List<String> values = element.strings();
        if (!ModelBytes.areSaidByNumbers(element) || !values.stream().allMatch(XmlWriter::isWritable)) {
            xml.write("<BulkData uri=\"" + ModelBytes.DATA_URI);
            base64(element);
            xml.write("\"/>\n");
            return;
        }
        int number = 0;
        for (String value : values) {
            number++;
            if (vr == VR.PN) {
                name(number, value);
            } else {
                xml.write("<Value number=\"" + number + "\">");
                text(value);
                xml.write("</Value>\n");
            }
        }
    }

    /**
     * Empty parts are left out, save the last: with it a name has all its delimiters when it is read again. What is
     * delimited beyond the standard's parts stays together in the last of them.
     */
    private void name(int number, String name) throws IOException {
        xml.write("<PersonName number=\"" + number + "\">\n");
        String[] groups = name.split("=", GROUPS.length);
        for (int g = 0; g < groups.length; g++) {
            if (groups[g].isEmpty() && (g < groups.length - 1 || g == 0)) {
                continue;
            }
            xml.write('<' + GROUPS[g] + ">\n");
            String[] components = groups[g].split("\\^", COMPONENTS.length);
            for (int c = 0; c < components.length; c++) {
                if (components[c].isEmpty() && (c < components.length - 1 || c == 0)) {
                    continue;
                }
                xml.write('<' + COMPONENTS[c] + '>');
                text(components[c]);
                xml.write("</" + COMPONENTS[c] + ">\n");
            }
            xml.write("</" + GROUPS[g] + ">\n");
        }
        xml.write("</PersonName>\n");
    }

    /** Straight to the bytes below the text, as they pass. */
    private void base64(Element element) throws IOException {
        xml.flush();
        try (InputStream in = ModelBytes.open(element);
                OutputStream base64 = Base64.getEncoder().wrap(new Unclosed(out))) {
            in.transferTo(base64);
        }
    }

    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() {
            // the document goes on
        }
    }

    /** Whether XML 1.0 has all characters of a text: of the control characters it has three. */
    private static boolean isWritable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (c < ' ' && c != '\t' && c != '\n' && c != '\r' || Character.isSurrogate(c) || c >= 0xFFFE) {
                return false;
            }
        }
        return true;
    }

    private void text(String text) throws IOException {
        int written = 0;
        for (int i = 0; i < text.length(); i++) {
            String escape = escape(text.charAt(i));
            if (escape != null) {
                xml.write(text, written, i - written);
                xml.write(escape);
                written = i + 1;
            }
        }
        xml.write(text, written, text.length() - written);
    }

    /** White space as references too: a parser makes line feeds of carriage returns, and spaces in attributes. */
    private static @Nullable String escape(char c) {
        return switch (c) {
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '&' -> "&amp;";
            case '"' -> "&quot;";
            case '\t' -> "&#9;";
            case '\n' -> "&#10;";
            case '\r' -> "&#13;";
            default -> null;
        };
    }
}
