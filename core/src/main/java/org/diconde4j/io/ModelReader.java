package org.diconde4j.io;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.data.Fragments;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.PrivateDictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/** What reading a data set from its JSON or XML model has in common: limits, and values from their texts. */
abstract sealed class ModelReader permits JsonReader, XmlReader {
    /** More digits than any number of ours has; parsing longer ones takes time that grows with their square. */
    private static final int MAX_NUMBER = 1100;

    private final String model;
    final ReadLimits limits;
    private final @Nullable BulkSource bulk;
    /** The element that is being read. */
    int tag;

    private int elements;
    private long inMemory;

    /** What the parts of one attribute say, in whatever order they come. */
    static final class Attribute {
        @Nullable
        VR vr;

        final List<String> values = new ArrayList<>(1);
        /** Which of the values were numbers, not strings. */
        final BitSet numbers = new BitSet(0);

        final List<Dataset> items = new ArrayList<>(0);
        /** Fragments of encapsulated pixel data one by one, as dcm4che writes them. */
        final List<byte[]> fragments = new ArrayList<>(0);

        boolean isSequence;
        byte @Nullable [] binary;

        @Nullable
        String uri;
    }

    /** Bytes within the limits. */
    final class Binary extends ByteArrayOutputStream {
        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (length > limits.valueInMemory() - count) {
                throw tooLong();
            }
            countBytes(length);
            super.write(bytes, offset, length);
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public byte[] toByteArray() {
            return count == buf.length ? buf : super.toByteArray();
        }
    }

    ModelReader(String model, ReadLimits limits, @Nullable BulkSource bulk) {
        this.model = model;
        this.limits = limits;
        this.bulk = bulk;
    }

    abstract long offset();

    final DicomParseException problem(String problem) {
        return new DicomParseException("no " + model + ": " + problem, tag, offset());
    }

    final DicomParseException tooLong() {
        return problem("a value of more than " + limits.valueInMemory() + " bytes, which is the limit");
    }

    /** Begins another data set of the same input. */
    final void begin() {
        elements = 0;
        inMemory = 0;
    }

    final void countElement() {
        if (++elements > limits.elements()) {
            throw problem("more than " + limits.elements() + " elements and items, which is the limit");
        }
    }

    final void countBytes(long bytes) {
        inMemory += bytes;
        if (inMemory > limits.totalInMemory()) {
            throw problem("values of more than " + limits.totalInMemory() + " bytes in all, which is the limit");
        }
    }

    final void countText(String value) {
        if (value.length() > limits.valueInMemory()) {
            throw tooLong();
        }
        countBytes(value.length() + 1L);
    }

    final VR vr(String name) {
        VR vr = VR.of(name);
        if (vr == null && name.contains(" or ")) {
            vr = Dictionary.standard().vrOf(tag); // as the dictionary has it, from writers who leave the choice open
        }
        if (vr == null) {
            throw problem("expected a value representation, found \"" + shortened(name) + "\"");
        }
        return vr;
    }

    static String shortened(String text) {
        return text.length() <= 32 ? text : text.substring(0, 32) + "…";
    }

    /** Puts the attribute with the tag {@link #tag} into a data set. */
    final void add(Attribute attribute, @Nullable String creator, Dataset.Builder builder) throws IOException {
        try {
            set(attribute, representation(attribute, creator), builder);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw problem(String.valueOf(e.getMessage()));
        }
    }

    private VR representation(Attribute attribute, @Nullable String creator) {
        VR vr = attribute.vr;
        if (vr != null) {
            return vr;
        }
        if (attribute.isSequence) {
            return VR.SQ;
        }
        PrivateDictionary.Entry known =
                creator == null ? null : Dictionary.standard().privateEntry(creator, tag);
        return known == null ? Dictionary.standard().vrOf(tag) : known.vr();
    }

    private void set(Attribute attribute, VR vr, Dataset.Builder builder) throws IOException {
        String uri = attribute.uri;
        byte[] binary = attribute.binary;
        if (uri != null && uri.startsWith(ModelBytes.DATA_URI)) {
            binary = Base64.getDecoder().decode(uri.substring(ModelBytes.DATA_URI.length()));
        } else if (uri != null) {
            BulkData found = bulk == null ? unresolved(uri) : bulk.find(uri, tag, vr);
            Fragments fragments = fragments(vr, found);
            builder.set(fragments == null ? Element.of(tag, vr, found) : Element.of(tag, vr, fragments));
            return;
        }
        if (vr == VR.SQ) {
            builder.setItems(tag, attribute.items);
        } else if (!attribute.fragments.isEmpty()) {
            builder.set(Element.of(tag, vr, joined(attribute.fragments)));
        } else if (binary != null) {
            Fragments fragments = fragments(vr, inMemory(binary));
            if (fragments == null) {
                builder.setBytes(tag, vr, binary);
            } else {
                builder.set(Element.of(tag, vr, fragments));
            }
        } else {
            builder.set(tag, vr, strings(vr, attribute));
        }
    }

    private static BulkData inMemory(byte[] bytes) {
        BulkData.Source source = (offset, length) -> new ByteArrayInputStream(bytes, (int) offset, (int) length);
        return new BulkData(source, 0, bytes.length, false);
    }

    private @Nullable Fragments fragments(VR vr, BulkData value) throws IOException {
        return tag == Tag.PixelData && (vr == VR.OB || vr == VR.OW) ? ItemChain.find(value, limits.fragments()) : null;
    }

    private static Fragments joined(List<byte[]> fragments) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        long[] offsets = new long[fragments.size()];
        long[] lengths = new long[fragments.size()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = all.size();
            lengths[i] = fragments.get(i).length;
            all.writeBytes(fragments.get(i));
        }
        return new Fragments(inMemory(all.toByteArray()).source(), offsets, lengths);
    }

    private static BulkData unresolved(String uri) {
        BulkData.Source source = (offset, length) -> {
            throw new IOException("the value at " + uri + " was not fetched: give a BulkSource");
        };
        return new BulkData(source, 0, -1, false);
    }

    private static String[] strings(VR vr, Attribute attribute) {
        List<String> strings = new ArrayList<>(attribute.values.size());
        for (int i = 0; i < attribute.values.size(); i++) {
            String value = attribute.values.get(i);
            if (vr.isString() || !value.isEmpty()) {
                strings.add(
                        switch (vr) {
                            case SL, SS, SV, UL, US, UV -> integer(value);
                            case FL, FD -> floating(value);
                            case DS -> attribute.numbers.get(i) ? shortDecimal(value) : value;
                            case IS -> attribute.numbers.get(i) ? integer(value) : value;
                            default -> value;
                        });
            }
        }
        return strings.toArray(String[]::new);
    }

    /** A double that was written in full, back in the 16 characters that DS allows. */
    private static String shortDecimal(String value) {
        if (value.length() <= 16) {
            return value;
        }
        return Dataset.builder()
                .setDoubles(Tag.PatientWeight, VR.DS, Double.parseDouble(value))
                .build()
                .string(Tag.PatientWeight, value);
    }

    /** An integer that was written as one, or as 5.0 or 1e3. */
    static String integer(String value) {
        if (value.length() > MAX_NUMBER) {
            throw new NumberFormatException("a number of " + value.length() + " characters");
        }
        BigDecimal number = new BigDecimal(value);
        if (number.signum() == 0) {
            return "0";
        }
        long wholeDigits = number.precision() - (long) number.scale();
        if (wholeDigits > 20) {
            throw new NumberFormatException("a number of more than 64 bits");
        }
        if (wholeDigits <= 0) { // not left to the conversion, which would fill a far exponent up with zeros first
            throw new NumberFormatException("a number below 1 where an integer is wanted");
        }
        return number.toBigIntegerExact().toString();
    }

    private static String floating(String value) {
        if (value.length() > MAX_NUMBER) {
            throw new NumberFormatException("a number of " + value.length() + " characters");
        }
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "inf", "+inf", "infinity" -> "Infinity";
            case "-inf", "-infinity" -> "-Infinity";
            case "nan", "-nan" -> "NaN";
            default -> value;
        };
    }

    /** The component groups of a name, with as many delimiters as they need. */
    static String name(String... groups) {
        int count = groups.length;
        while (count > 0 && groups[count - 1].isEmpty()) {
            count--;
        }
        return String.join("=", Arrays.copyOf(groups, count));
    }
}
