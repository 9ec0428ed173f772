package org.diconde4j.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import tools.jackson.core.Base64Variants;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/** Writes data sets in the DICOM JSON Model (PS3.18 F.2). */
final class JsonWriter implements Closeable {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT) // half an object must not look whole
            .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(1 << 16).build())
            .build();
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");
    private static final Pattern JSON_INTEGER = Pattern.compile("-?(0|[1-9]\\d*)");
    private static final List<String> GROUPS = List.of("Alphabetic", "Ideographic", "Phonetic");
    private static final long EXACT = 1L << 53;
    private static final int DOUBLE_DIGITS = 15;

    private final JsonGenerator json;
    private final BulkUris uris;
    private final boolean array;
    private final Deque<Integer> path = new ArrayDeque<>();

    JsonWriter(OutputStream out, BulkUris uris, boolean array) throws IOException {
        this.json = FACTORY.createGenerator(ObjectWriteContext.empty(), out);
        this.uris = uris;
        this.array = array;
        if (array) {
            json.writeStartArray();
        }
    }

    void object(Dataset dataset) throws IOException {
        try {
            elements(dataset);
        } catch (JacksonException e) {
            throw io(e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (array) {
                json.writeEndArray();
            }
            json.close();
        } catch (JacksonException e) {
            throw io(e);
        }
    }

    private static IOException io(JacksonException e) {
        return e instanceof JacksonIOException && e.getCause() instanceof IOException cause
                ? cause
                : new IOException(e.getMessage(), e);
    }

    private void elements(Dataset dataset) throws IOException {
        json.writeStartObject();
        for (Element element : dataset) {
            if ((element.tag() & 0xFFFF) != 0) { // PS3.18 F.2.2: no group lengths
                element(element);
            }
        }
        json.writeEndObject();
    }

    private void element(Element element) throws IOException {
        json.writeName(HEX.toHexDigits(element.tag()));
        json.writeStartObject();
        VR vr = element.isSequence() ? VR.SQ : element.vr();
        json.writeStringProperty("vr", vr.name());
        if (!ModelBytes.areSaidByNumbers(element)) {
            bytes(element);
        } else if (!element.isEmpty()) {
            value(vr, element);
        }
        json.writeEndObject();
    }

    private void value(VR vr, Element element) throws IOException {
        switch (vr) {
            case SQ -> items(element);
            case OB, OD, OF, OL, OV, OW, UN -> binary(element);
            case PN -> names(element.strings());
            case DS -> decimals(element.strings(), JSON_NUMBER);
            case IS -> decimals(element.strings(), JSON_INTEGER);
            case FL, FD -> {
                begin();
                for (double number : element.doubles()) {
                    number(number);
                }
                json.writeEndArray();
            }
            case SL, SS, SV, UL, US, UV -> integers(vr, element.longs());
            default -> strings(element);
        }
    }

    private void begin() {
        json.writeName("Value");
        json.writeStartArray();
    }

    private void items(Element element) throws IOException {
        begin();
        path.addLast(element.tag());
        int index = 0;
        for (Dataset item : element.items()) {
            path.addLast(index++);
            elements(item);
            path.removeLast();
        }
        path.removeLast();
        json.writeEndArray();
    }

    private boolean byReference(Element element) {
        String uri = uris.uri(List.copyOf(path), element);
        if (uri == null) {
            return false;
        }
        json.writeStringProperty("BulkDataURI", uri);
        return true;
    }

    private void binary(Element element) throws IOException {
        if (byReference(element)) {
            return;
        }
        json.writeName("InlineBinary");
        try (InputStream in = ModelBytes.open(element)) {
            json.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, in, -1);
        }
    }

    /** A value that is no whole number of numbers has no other form than this. */
    private void bytes(Element element) {
        String base64 = Base64.getEncoder().encodeToString(element.bytes());
        json.writeStringProperty("BulkDataURI", ModelBytes.DATA_URI + base64);
    }

    /** PS3.18 F.2.2: the component groups that are not empty. */
    private void names(List<String> values) {
        if (values.isEmpty()) {
            return; // padding alone
        }
        begin();
        for (String value : values) {
            String[] groups = value.split("=", 3);
            if (value.replace("=", "").isEmpty()) {
                json.writeNull();
                continue;
            }
            json.writeStartObject();
            for (int i = 0; i < groups.length; i++) {
                if (!groups[i].isEmpty()) {
                    json.writeStringProperty(GROUPS.get(i), groups[i]);
                }
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void decimals(List<String> values, Pattern form) {
        if (values.isEmpty()) {
            return;
        }
        begin();
        for (String value : values) {
            if (value.isEmpty()) {
                json.writeNull();
            } else if (isShort(value, form == JSON_NUMBER)
                    || form.matcher(value).matches() && isExact(value)) {
                json.writeNumber(value);
            } else {
                json.writeString(value);
            }
        }
        json.writeEndArray();
    }

    /**
     * Whether it is a JSON number without an exponent and of so few digits that every double nearest to such a number is told apart: most
     * values are, and to find out in another way takes longer than all else of them.
     */
    private static boolean isShort(String decimal, boolean fraction) {
        int start = decimal.charAt(0) == '-' ? 1 : 0;
        int length = decimal.length();
        int point = length;
        for (int i = start; i < length; i++) {
            char c = decimal.charAt(i);
            if (c == '.' && fraction && point == length) {
                point = i;
            } else if (c < '0' || c > '9') {
                return false;
            }
        }
        boolean noDigits = point == start || point == length - 1;
        boolean leadingZero = point > start + 1 && decimal.charAt(start) == '0';
        return !noDigits && !leadingZero && length - start <= DOUBLE_DIGITS;
    }

    /** Whether a reader that makes a double of it has the same number (PS3.18 F.2.3). */
    private static boolean isExact(String decimal) {
        if (decimal.length() > 16) {
            return false; // beyond DS, and a reader may take it for a double written in full
        }
        try {
            BigDecimal exact = new BigDecimal(decimal);
            double value = exact.doubleValue();
            return Double.isFinite(value) && new BigDecimal(Double.toString(value)).compareTo(exact) == 0;
        } catch (NumberFormatException e) {
            return false; // an exponent of eleven digits and more
        }
    }

    private void number(double value) {
        if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeString(Double.toString(value));
        }
    }

    private void integers(VR vr, long[] values) {
        begin();
        for (long value : values) {
            if (value > -EXACT && value < EXACT && !(vr == VR.UV && value < 0)) {
                json.writeNumber(value);
            } else {
                json.writeString(vr == VR.UV ? Long.toUnsignedString(value) : Long.toString(value));
            }
        }
        json.writeEndArray();
    }

    private void strings(Element element) throws IOException {
        BulkData bulk = element.bulkData();
        if (bulk != null && byReference(element)) {
            return;
        }
        if (bulk != null && bulk.source() == null) {
            bulk.open().close(); // says why it cannot
        }
        List<String> values = element.tag() == Tag.SpecificCharacterSet ? List.of("ISO_IR 192") : element.strings();
        if (values.isEmpty()) {
            return; // padding alone
        }
        begin();
        for (String value : values) {
            if (value.isEmpty()) {
                json.writeNull();
            } else {
                json.writeString(value);
            }
        }
        json.writeEndArray();
    }
}
