package org.diconde4j.nde;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.DicondeException;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.PrivateDictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.TransferSyntax;
import org.jspecify.annotations.Nullable;

/**
 * The legacy form of DICONDE attributes: until they were given public tags in group 0014, files carried them in private
 * blocks {@code astm.org/diconde/iod/…} of groups 0009, 0011 and 0021.
 */
public final class LegacyDiconde {
    /** How the names of the blocks begin. */
    static final String IOD = "astm.org/diconde/iod/";

    private static final int PUBLIC_GROUP = 0x0014;

    private LegacyDiconde() {}

    /**
     * Adds the public form of legacy private attributes, in items of sequences too. Public elements that are there
     * already stay as they are, and so do the private ones. Representations become those of today's dictionary; a value
     * that makes no sense in it is left out, and so are attributes whose public form has another meaning of its values
     * (contour points, property values).
     *
     * @param dataset any data set
     * @return the same data set if it has no legacy attributes, else one with public elements added
     */
    public static Dataset translate(Dataset dataset) {
        Dataset.Builder added = null;
        for (Element element : dataset) {
            Element translated = null;
            if (element.isSequence()) {
                List<Dataset> items = translate(element.items());
                if (items != null) {
                    added = added != null ? added : dataset.toBuilder();
                    added.setItems(element.tag(), items);
                }
                translated = translated(dataset, element, items != null ? items : element.items());
            } else if ((element.tag() >>> 16 & 1) != 0) {
                translated = translated(dataset, element, List.of());
            }
            if (translated != null) {
                added = added != null ? added : dataset.toBuilder();
                added.set(translated);
            }
        }
        return added == null ? dataset : added.build();
    }

    /** Null if nothing is to be translated. */
    private static @Nullable List<Dataset> translate(List<Dataset> items) {
        List<Dataset> changed = null;
        for (int i = 0; i < items.size(); i++) {
            Dataset item = items.get(i);
            Dataset translated = translate(item);
            if (translated != item) {
                changed = changed != null ? changed : new ArrayList<>(items);
                changed.set(i, translated);
            }
        }
        return changed;
    }

    /**
     * One legacy block, at the place where equipment usually reserves it: its first element is (gggg,1000), whichever
     * block the data set has it in. Values whose representation was not written down are read as what the private
     * dictionary knows.
     */
    static Dataset block(Dataset dataset, String creator, int group) {
        Dataset.Builder block = Dataset.builder();
        for (Element element : dataset) {
            int tag = element.tag();
            if (tag >>> 16 == group && creator.equals(dataset.privateCreator(tag))) {
                int usual = tag & 0xFFFF00FF | 0x1000;
                Element known = element.vr() == VR.UN ? reread(dataset, element, creator) : element;
                if (known != null) {
                    block.set(usual, known);
                }
            }
        }
        return block.build();
    }

    private static @Nullable Element reread(Dataset dataset, Element element, String creator) {
        PrivateDictionary.Entry entry = Dictionary.standard().privateEntry(creator, element.tag());
        VR vr = entry == null ? null : entry.vr();
        BulkData bulk = element.bulkData();
        return vr == null || !vr.isString() || bulk != null && bulk.source() == null
                ? null
                : element(builderLike(dataset).setBytes(element.tag(), vr, element.bytes()), element.tag());
    }

    private static @Nullable Element translated(Dataset dataset, Element element, List<Dataset> items) {
        int publicTag = publicTag(dataset, element);
        return publicTag == 0 || dataset.contains(publicTag) ? null : publicForm(dataset, element, items, publicTag);
    }

    /** The public tag of a legacy element, 0 if it is none, is empty or has another meaning today. */
    static int publicTag(Dataset dataset, Element element) {
        int tag = element.tag();
        if (!LegacyTable.mayHold(tag >>> 16) || (tag & 0xFF00) == 0 || element.isEmpty()) {
            return 0;
        }
        String creator = dataset.privateCreator(tag);
        int publicTag = creator == null ? 0 : LegacyTable.publicTag(creator, tag);
        return publicTag >>> 16 == PUBLIC_GROUP ? publicTag : 0;
    }

    /** A legacy element as it would stand today, or null if its value makes no sense there. */
    static @Nullable Element publicForm(Dataset dataset, Element element, List<Dataset> items, int publicTag) {
        try {
            return convert(dataset, element, items, publicTag);
        } catch (DicondeException | IllegalArgumentException | UncheckedIOException e) {
            return null; // what cannot be understood stays in its private form only
        }
    }

    private static @Nullable Element convert(Dataset dataset, Element element, List<Dataset> items, int tag) {
        VR wanted = Dictionary.standard().vrOf(tag);
        VR found = element.vr();
        if (element.isSequence()) {
            return wanted != VR.SQ ? null : element(Dataset.builder().setItems(tag, items), tag);
        }
        BulkData bulk = element.bulkData();
        if (found == VR.UN && (bulk == null || bulk.source() != null)) {
            return reread(dataset, element.bytes(), tag);
        }
        if (found == VR.OB || found == VR.OW) {
            if (wanted != VR.OB && wanted != VR.OW) {
                return null;
            }
            return bulk != null
                    ? Element.of(tag, found, bulk)
                    : element(Dataset.builder().setBytes(tag, found, element.bytes()), tag);
        }
        List<String> values = element.strings();
        boolean convertible = bulk == null && !values.isEmpty() && wanted != VR.SQ && wanted.unit() <= 8;
        return convertible ? element(builderLike(dataset).set(tag, wanted, values.toArray(String[]::new)), tag) : null;
    }

    /**
     * Reads a value whose representation was not written down (UN, PS3.5 6.2.2) as what the dictionary knows of the
     * public tag.
     */
    private static @Nullable Element reread(Dataset dataset, byte[] value, int tag) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length + 64);
        Element characterSet = dataset.get(Tag.SpecificCharacterSet);
        if (characterSet != null) {
            put(bytes, Tag.SpecificCharacterSet, characterSet.bytes());
        }
        put(bytes, tag, value);
        try {
            Dataset reread = DicomReader.lenient()
                    .readDataset(
                            new ByteArrayInputStream(bytes.toByteArray()), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
            Element element = reread.get(tag);
            List<Dataset> items = element == null ? null : translate(element.items());
            return items == null ? element : element(Dataset.builder().setItems(tag, items), tag);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(ByteArrayOutputStream out, int tag, byte[] value) {
        for (int word : new int[] {tag >>> 16, tag & 0xFFFF, value.length & 0xFFFF, value.length >>> 16}) {
            out.write(word);
            out.write(word >>> 8);
        }
        out.writeBytes(value);
    }

    /** Text is encoded as in the data set that it comes from. */
    private static Dataset.Builder builderLike(Dataset dataset) {
        Dataset.Builder builder = Dataset.builder();
        Element characterSet = dataset.get(Tag.SpecificCharacterSet);
        return characterSet == null ? builder : builder.set(characterSet);
    }

    private static @Nullable Element element(Dataset.Builder builder, int tag) {
        return builder.build().get(tag);
    }
}
