package org.diconde4j.io;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/** Reads data sets in the DICOM JSON Model (PS3.18 F.2). */
final class JsonReader {
    private final JsonParser json;
    private final ReadLimits limits;
    private final DicomJson.@Nullable BulkSource bulk;
    private int tag;
    private int elements;

    /** What the members of one attribute say, in whatever order they come. */
    private static final class Attribute {
        @Nullable
        VR vr;

        final List<String> values = new ArrayList<>(1);
        final List<Dataset> items = new ArrayList<>(0);
        boolean isSequence;
        byte @Nullable [] binary;

        @Nullable
        String uri;
    }

    JsonReader(InputStream in, ReadLimits limits, DicomJson.@Nullable BulkSource bulk) throws IOException {
        this.limits = limits;
        this.bulk = bulk;
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxNestingDepth(3 * (limits.depth() + 2))
                .maxStringLength((int) Math.min(Integer.MAX_VALUE - 64, limits.valueInMemory() / 3L * 4 + 4))
                .build();
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(constraints)
                .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                .build();
        try {
            this.json = factory.createParser(ObjectReadContext.empty(), in);
        } catch (JacksonException e) {
            throw failure(e, null);
        }
    }

    Dataset object() throws IOException {
        try {
            json.nextToken();
            return dataset();
        } catch (JacksonException e) {
            throw failure(e, json);
        }
    }

    void array(Consumer<Dataset> each) throws IOException {
        JsonToken first;
        try {
            first = json.nextToken();
        } catch (JacksonException e) {
            throw failure(e, json);
        }
        if (first != JsonToken.START_ARRAY) {
            each.accept(datasetOrFailure());
            return;
        }
        while (next() != JsonToken.END_ARRAY) {
            elements = 0;
            each.accept(datasetOrFailure());
        }
    }

    private @Nullable JsonToken next() throws IOException {
        try {
            return json.nextToken();
        } catch (JacksonException e) {
            throw failure(e, json);
        }
    }

    private Dataset datasetOrFailure() throws IOException {
        try {
            return dataset();
        } catch (JacksonException e) {
            throw failure(e, json);
        }
    }

    private IOException failure(JacksonException e, @Nullable JsonParser at) {
        if (e instanceof JacksonIOException && e.getCause() instanceof IOException cause) {
            return cause;
        }
        throw new DicomParseException("no DICOM JSON: " + e.getOriginalMessage(), tag, at == null ? 0 : offset());
    }

    private long offset() {
        return Math.max(0, json.currentLocation().getByteOffset());
    }

    private DicomParseException problem(String expected) {
        return new DicomParseException(
                "no DICOM JSON: expected " + expected + ", found " + json.currentToken(), tag, offset());
    }

    private Dataset dataset() throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw problem("an object");
        }
        json.nextToken();
        return members();
    }

    /** The attributes of an object of which the first name, or the end, is the current token. */
    private Dataset members() throws IOException {
        Dataset.Builder builder = Dataset.builder();
        for (; json.currentToken() != JsonToken.END_OBJECT; json.nextToken()) {
            if (json.currentToken() != JsonToken.PROPERTY_NAME) {
                throw problem("a tag");
            }
            int here = tag(json.currentName());
            tag = here;
            if (++elements > limits.elements()) {
                throw problem("no more than " + limits.elements() + " elements, which is the limit");
            }
            json.nextToken();
            Attribute attribute = attribute();
            tag = here;
            try {
                set(builder, attribute);
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw new DicomParseException("no DICOM JSON: " + e.getMessage(), here, offset());
            }
        }
        return builder.build();
    }

    /** Eight digits are what the standard says; keywords are read too. */
    private int tag(String name) {
        if (name.length() == 8 && name.chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0)) {
            return Integer.parseUnsignedInt(name, 16);
        }
        OptionalInt found = Dictionary.standard().tag(name);
        if (found.isEmpty()) {
            throw problem("a tag of eight hexadecimal digits instead of \"" + shortened(name) + "\"");
        }
        return found.getAsInt();
    }

    private static String shortened(String text) {
        return text.length() <= 32 ? text : text.substring(0, 32) + "…";
    }

    private Attribute attribute() throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw problem("an object with vr");
        }
        Attribute attribute = new Attribute();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "vr" -> {
                    attribute.vr = VR.of(json.getString());
                    if (attribute.vr == null) {
                        throw problem("a value representation instead of \"" + shortened(json.getString()) + "\"");
                    }
                }
                case "Value" -> values(attribute);
                case "InlineBinary" -> {
                    inArray(() -> attribute.binary = json.getBinaryValue());
                }
                case "BulkDataURI" -> inArray(() -> attribute.uri = json.getString());
                default -> json.skipChildren();
            }
        }
        return attribute;
    }

    /** Some writers put the one string into an array, as an old example of the standard did. */
    private void inArray(Runnable read) {
        if (json.currentToken() == JsonToken.START_ARRAY) {
            while (json.nextToken() != JsonToken.END_ARRAY) {
                read.run();
            }
        } else if (json.currentToken() != JsonToken.VALUE_NULL) {
            read.run();
        }
    }

    private void values(Attribute attribute) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw problem("an array");
        }
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            switch (token) {
                case VALUE_NULL -> attribute.values.add("");
                case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> attribute.values.add(json.getString());
                case START_OBJECT -> object(attribute);
                default -> throw problem("a string, a number, an object or null");
            }
        }
    }

    /** An item, or the component groups of a name. */
    private void object(Attribute attribute) throws IOException {
        String first = json.nextToken() == JsonToken.PROPERTY_NAME ? json.currentName() : "";
        if (!first.equals("Alphabetic") && !first.equals("Ideographic") && !first.equals("Phonetic")) {
            attribute.isSequence = true;
            attribute.items.add(members());
            attribute.values.add("");
            return;
        }
        String[] groups = {"", "", ""};
        for (; json.currentToken() != JsonToken.END_OBJECT; json.nextToken()) {
            int group = List.of("Alphabetic", "Ideographic", "Phonetic").indexOf(json.currentName());
            json.nextToken();
            if (group >= 0 && json.currentToken() == JsonToken.VALUE_STRING) {
                groups[group] = json.getString();
            } else {
                json.skipChildren();
            }
        }
        attribute.values.add(String.join("=", groups).replaceAll("=+$", ""));
    }

    private void set(Dataset.Builder builder, Attribute attribute) throws IOException {
        VR vr = attribute.vr;
        if (vr == null) {
            vr = attribute.isSequence ? VR.SQ : Dictionary.standard().vrOf(tag);
        }
        String uri = attribute.uri;
        byte[] binary = attribute.binary;
        if (uri != null) {
            builder.set(Element.of(tag, vr, bulk == null ? unresolved(uri) : bulk.find(uri, tag, vr)));
        } else if (vr == VR.SQ) {
            builder.setItems(tag, attribute.items);
        } else if (binary != null) {
            builder.setBytes(tag, vr, binary);
        } else if (tag == Tag.SpecificCharacterSet) {
            builder.set(tag, vr, attribute.values.isEmpty() ? new String[0] : new String[] {"ISO_IR 192"});
        } else {
            builder.set(tag, vr, strings(vr, attribute.values));
        }
    }

    private static BulkData unresolved(String uri) {
        return new BulkData(
                (offset, length) -> {
                    throw new IOException("the value at " + uri + " was not fetched: give a BulkSource");
                },
                0,
                -1,
                false);
    }

    private static String[] strings(VR vr, List<String> values) {
        return values.stream()
                .filter(value -> vr.isString() || !value.isEmpty())
                .map(value -> switch (vr) {
                    case SL, SS, SV, UL, US, UV -> integer(value);
                    case FL, FD -> infinity(value);
                    case DS -> value.length() <= 16 ? value : shortDecimal(value);
                    default -> value;
                })
                .toArray(String[]::new);
    }

    private static String integer(String value) {
        BigDecimal number = new BigDecimal(value);
        if (number.precision() - (long) number.scale() > 20) {
            throw new NumberFormatException("a number of more than 64 bits");
        }
        return number.toBigIntegerExact().toString();
    }

    private static String infinity(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "inf", "+inf", "infinity" -> "Infinity";
            case "-inf", "-infinity" -> "-Infinity";
            case "nan" -> "NaN";
            default -> value;
        };
    }

    /** A double that was written in full, back in the 16 characters that DS allows. */
    private static String shortDecimal(String value) {
        try {
            return Dataset.builder()
                    .setDoubles(Tag.PatientWeight, VR.DS, Double.parseDouble(value))
                    .build()
                    .string(Tag.PatientWeight, value);
        } catch (NumberFormatException e) {
            return value;
        }
    }
}
