package org.diconde4j.archive.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomJson;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.Projection;
import org.diconde4j.storage.Receipt;

/** Attributes that hold instead of those in an object. */
public final class Overlay {
    private static final DicomJson JSON = DicomJson.inline();
    private static final DateTimeFormatter DT =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss.SSS'+0000'").withZone(ZoneOffset.UTC);

    private Overlay() {}

    /**
     * What the index is told of an object.
     *
     * @param object the attributes that the object says
     * @param receipt the receipt of the event
     * @return the attributes that hold
     */
    static Dataset of(Dataset object, Receipt receipt) {
        String json = receipt.attributes();
        return json == null ? object : object.toBuilder().setAll(read(json)).build();
    }

    static String write(Dataset attributes) {
        return JSON.toString(attributes);
    }

    static Dataset read(String json) {
        try (InputStream in = new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))) {
            return JSON.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory can be read", e);
        }
    }

    /**
     * Puts attributes into a data set, and what stood there before into its Original Attributes Sequence (PS3.3 C.12.1.1.9).
     *
     * @param object the data set
     * @param changes the attributes that shall hold; those that do already are left
     * @param when when they were changed
     * @return the data set with them; the same one if nothing is another
     */
    public static Dataset put(Dataset object, Dataset changes, Instant when) {
        Dataset.Builder original = Dataset.builder();
        copyCharacterSet(object, original);
        Dataset.Builder changed = object.toBuilder();
        boolean any = false;
        for (Element e : changes) {
            if (e.tag() == Tag.SpecificCharacterSet) {
                continue;
            }
            Element known = object.get(e.tag());
            if (known == null ? e.isEmpty() : same(object, known, changes, e)) {
                continue;
            }
            any = true;
            changed.set(e);
            if (known != null) {
                original.set(known);
            }
        }
        if (!any) {
            return object;
        }
        List<Dataset> items = new ArrayList<>(object.items(Tag.OriginalAttributesSequence));
        items.add(Dataset.builder()
                .set(Tag.AttributeModificationDateTime, VR.DT, DT.format(when))
                .set(Tag.ModifyingSystem, VR.LO, "diconde4j")
                .set(Tag.SourceOfPreviousValues, VR.LO, "")
                .set(Tag.ReasonForTheAttributeModification, VR.CS, "CORRECT")
                .setItems(Tag.ModifiedAttributesSequence, List.of(original.build()))
                .build());
        return changed.setItems(Tag.OriginalAttributesSequence, items).build();
    }

    private static void copyCharacterSet(Dataset from, Dataset.Builder to) {
        Element set = from.get(Tag.SpecificCharacterSet);
        if (set != null) {
            to.set(set);
        }
    }

    private static boolean same(Dataset object, Element a, Dataset changes, Element b) {
        if (a.isSequence() || b.isSequence() || !a.vr().isString()) {
            Dataset.Builder one = Dataset.builder();
            Dataset.Builder other = Dataset.builder();
            copyCharacterSet(object, one);
            copyCharacterSet(changes, other);
            return one.set(a).build().sameContent(other.set(b).build());
        }
        return a.strings().equals(b.strings());
    }

    /**
     * The attributes of an instance's component as they hold, where its object says others.
     *
     * @param translated what the object says, private attributes of old equipment translated
     * @param holding all that the index says of the instance
     * @return those that differ
     */
    static Dataset difference(Dataset translated, Dataset holding) {
        Dataset.Builder other = Dataset.builder();
        copyCharacterSet(holding, other);
        for (Element e : holding) {
            Element said = translated.get(e.tag());
            if (isOfComponent(e) && (said == null || !same(translated, said, holding, e))) {
                other.set(e);
            }
        }
        return other.build();
    }

    /**
     * Tells whether an attribute is one of a component.
     *
     * @param e the attribute
     * @return true if it describes the component and no level below it
     */
    public static boolean isOfComponent(Element e) {
        return Projection.levelOf(e.tag()) == Level.COMPONENT;
    }
}
