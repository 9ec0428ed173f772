package org.diconde4j.io;

import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.diconde4j.data.CharacterSet;
import org.diconde4j.data.Dataset;
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
final class JsonReader extends ModelReader {
    private static final List<String> GROUPS = List.of("Alphabetic", "Ideographic", "Phonetic");

    private final JsonParser json;

    JsonReader(InputStream in, ReadLimits limits, @Nullable BulkSource bulk) throws IOException {
        super("DICOM JSON", limits, bulk);
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
            IOException failure = failure(e);
            if (failure != null) {
                throw failure;
            }
            throw new DicomParseException("no DICOM JSON: " + e.getOriginalMessage(), 0, 0);
        }
    }

    /** What kept the bytes from being read, or null if it is the bytes that are wrong. */
    private static @Nullable IOException failure(JacksonException e) {
        return e instanceof JacksonIOException
                        && e.getCause() instanceof IOException cause
                        && !(cause instanceof CharConversionException)
                ? cause
                : null;
    }

    Dataset object() throws IOException {
        Dataset dataset = guarded(() -> {
            json.nextToken();
            return dataset();
        });
        end();
        return dataset;
    }

    /** What follows would be passed over without a word. */
    private void end() throws IOException {
        if (guarded(json::nextToken) != null) {
            throw expected("the end of the text");
        }
    }

    void array(Consumer<Dataset> each) throws IOException {
        JsonToken first = guarded(json::nextToken);
        if (first != JsonToken.START_ARRAY) {
            Dataset only = guarded(this::dataset);
            end();
            each.accept(only);
            return;
        }
        while (guarded(json::nextToken) != JsonToken.END_ARRAY) {
            begin();
            each.accept(guarded(this::dataset));
        }
        end();
    }

    private interface Step<T extends @Nullable Object> {
        T take() throws IOException;
    }

    private <T extends @Nullable Object> T guarded(Step<T> step) throws IOException {
        try {
            return step.take();
        } catch (JacksonException e) {
            IOException failure = failure(e);
            if (failure != null) {
                throw failure;
            }
            throw problem(e.getOriginalMessage());
        }
    }

    @Override
    long offset() {
        return Math.max(0, json.currentLocation().getByteOffset());
    }

    private DicomParseException expected(String what) {
        return problem("expected " + what + ", found " + json.currentToken());
    }

    private Dataset dataset() throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw expected("an object");
        }
        json.nextToken();
        return members(CharacterSet.DEFAULT);
    }

    /** The attributes of an object of which the first name, or the end, is the current token. */
    private Dataset members(CharacterSet outer) throws IOException {
        CharacterSet around = outer;
        Dataset.Builder builder = Dataset.builder().within(outer);
        for (; json.currentToken() != JsonToken.END_OBJECT; json.nextToken()) {
            if (json.currentToken() != JsonToken.PROPERTY_NAME) {
                throw expected("a tag");
            }
            int here = tag(json.currentName());
            tag = here;
            countElement();
            json.nextToken();
            Attribute attribute = attribute(around);
            tag = here;
            if (here == Tag.SpecificCharacterSet && !attribute.values.isEmpty()) {
                attribute.values.clear();
                attribute.values.add("ISO_IR 192"); // what JSON is in, and whatever a writer kept there is not
                around = CharacterSet.UTF_8;
            }
            add(attribute, null, builder);
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
            throw problem("expected a tag of eight hexadecimal digits, found \"" + shortened(name) + "\"");
        }
        return found.getAsInt();
    }

    private Attribute attribute(CharacterSet around) throws IOException {
        int here = tag;
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw expected("an object with vr");
        }
        Attribute attribute = new Attribute();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            tag = here;
            switch (name) {
                case "vr" -> attribute.vr = vr(json.getString());
                case "Value" -> values(attribute, around);
                case "InlineBinary" -> inArray(() -> attribute.binary = binary());
                case "BulkDataURI" -> inArray(() -> attribute.uri = uri());
                case "DataFragment" -> fragments(attribute);
                default -> json.skipChildren();
            }
        }
        return attribute;
    }

    private String uri() {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw expected("a URI");
        }
        String uri = json.getString();
        countText(uri);
        return uri;
    }

    private byte[] binary() {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw expected("a base64 string");
        }
        Binary binary = new Binary();
        json.readBinaryValue(binary);
        return binary.toByteArray();
    }

    private interface Reading {
        void run() throws IOException;
    }

    /** Some writers put the one string into an array, as an old example of the standard did. */
    private void inArray(Reading read) throws IOException {
        if (json.currentToken() == JsonToken.START_ARRAY) {
            while (json.nextToken() != JsonToken.END_ARRAY) {
                read.run();
            }
        } else if (json.currentToken() != JsonToken.VALUE_NULL) {
            read.run();
        }
    }

    /** Encapsulated pixel data as dcm4che writes it: an object for each fragment, null for an empty one. */
    private void fragments(Attribute attribute) throws IOException {
        inArray(() -> {
            byte[] fragment = new byte[0];
            if (json.currentToken() != JsonToken.VALUE_NULL) {
                Attribute inner = attribute(CharacterSet.DEFAULT);
                if (inner.uri != null) {
                    throw problem("a fragment by reference, expected InlineBinary");
                }
                fragment = inner.binary == null ? fragment : inner.binary;
            }
            if (attribute.fragments.size() == limits.fragments()) {
                throw problem("more than " + limits.fragments() + " fragments, which is the limit");
            }
            attribute.fragments.add(fragment);
        });
    }

    private void values(Attribute attribute, CharacterSet around) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw expected("an array");
        }
        int here = tag;
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            tag = here;
            switch (token) {
                case VALUE_NULL -> value(attribute, "");
                case VALUE_STRING -> value(attribute, json.getString());
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                    attribute.numbers.set(attribute.values.size());
                    value(attribute, json.getString());
                }
                case START_OBJECT -> object(attribute, around);
                default -> throw expected("a string, a number, an object or null");
            }
        }
    }

    private void value(Attribute attribute, String value) {
        countText(value);
        attribute.values.add(value);
    }

    /** An item, or the component groups of a name. */
    private void object(Attribute attribute, CharacterSet around) throws IOException {
        String first = json.nextToken() == JsonToken.PROPERTY_NAME ? json.currentName() : "";
        if (attribute.vr != VR.PN && !GROUPS.contains(first)) {
            countElement();
            attribute.isSequence = true;
            attribute.items.add(members(around));
            return;
        }
        String[] groups = {"", "", ""};
        for (; json.currentToken() != JsonToken.END_OBJECT; json.nextToken()) {
            int group = GROUPS.indexOf(json.currentName());
            json.nextToken();
            if (group >= 0 && json.currentToken() == JsonToken.VALUE_STRING) {
                groups[group] = json.getString();
            } else {
                json.skipChildren();
            }
        }
        value(attribute, name(groups));
    }
}
