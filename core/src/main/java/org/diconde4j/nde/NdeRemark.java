package org.diconde4j.nde;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.data.ValueException;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/**
 * What the views pass over in silence: values that they cannot read, and legacy attributes that say something else than
 * their public form.
 *
 * @param place the attribute and the items it stands in, such as {@code EvaluatorSequence[1].EvaluatorNumber}; items count
 *     from 1
 * @param tag group and element number
 * @param text what was expected and found, and what the views give
 */
public record NdeRemark(String place, int tag, String text) {
    private static final int NDE_GROUP = 0x0014;
    /** What views read as dates, times or numbers outside of that group. */
    private static final Set<Integer> READ = Set.of(
            Tag.PatientBirthDate,
            Tag.StudyDate,
            Tag.StudyTime,
            Tag.SeriesDate,
            Tag.SeriesNumber,
            Tag.DateOfLastCalibration,
            Tag.ReviewDate,
            Tag.ReviewTime);

    /**
     * Looks for what the views pass over.
     *
     * @param dataset an object, in today's or in legacy form
     * @return the remarks in the order of the elements, none if the views tell all there is
     */
    public static List<NdeRemark> of(Dataset dataset) {
        List<NdeRemark> remarks = new ArrayList<>();
        collect(dataset, "", remarks);
        return List.copyOf(remarks);
    }

    private static void collect(Dataset dataset, String within, List<NdeRemark> remarks) {
        for (Element element : dataset) {
            int publicTag = LegacyDiconde.publicTag(dataset, element);
            boolean nde = element.tag() >>> 16 == NDE_GROUP;
            String name = Dictionary.standard().keyword(publicTag != 0 ? publicTag : element.tag());
            String place = within + name;
            String text = publicTag != 0
                    ? legacy(dataset, element, publicTag)
                    : malformed(element, nde || READ.contains(element.tag()));
            if (text != null) {
                remarks.add(new NdeRemark(place, element.tag(), text));
            }
            if (nde || publicTag != 0) {
                for (int i = 0; i < element.items().size(); i++) {
                    collect(element.items().get(i), place + "[" + (i + 1) + "].", remarks);
                }
            }
        }
    }

    private static @Nullable String legacy(Dataset dataset, Element element, int publicTag) {
        List<Dataset> items =
                element.items().stream().map(LegacyDiconde::translate).toList();
        Element wouldBe = LegacyDiconde.publicForm(dataset, element, items, publicTag);
        String where = String.format(Locale.ROOT, "(%04X,%04X)", element.tag() >>> 16, element.tag() & 0xFFFF);
        if (wouldBe == null) {
            return "the legacy form " + where + " has a value that makes no sense as "
                    + Dictionary.standard().vrOf(publicTag) + "; the views do not give it";
        }
        Element today = dataset.get(publicTag);
        if (today == null) {
            return malformed(wouldBe, true);
        }
        if (today.isEmpty()) {
            return "the public form is empty, the legacy form " + where + " has a value; the views give the public one";
        }
        return same(today, wouldBe)
                ? null
                : "the public form says " + said(today) + ", the legacy form " + where + " says " + said(wouldBe)
                        + "; the views give the public one";
    }

    /** Frames that stay in a file are not read again only to compare them; their lengths say enough. */
    private static boolean same(Element today, Element legacy) {
        if (today.bulkData() != null || legacy.bulkData() != null) {
            return today.length() == legacy.length();
        }
        if (!today.strings().isEmpty()) {
            return numbers(today).equals(numbers(legacy));
        }
        try {
            return withoutPrivate(Dataset.builder().set(today).build())
                    .sameContent(withoutPrivate(Dataset.builder().set(legacy).build()));
        } catch (UncheckedIOException e) {
            return true; // what cannot be read contradicts nothing
        }
    }

    /** What both forms can say: items of the legacy form hold their private elements too. */
    private static Dataset withoutPrivate(Dataset dataset) {
        Dataset.Builder kept = Dataset.builder();
        for (Element element : dataset) {
            if (element.isSequence()) {
                kept.setItems(
                        element.tag(),
                        element.items().stream().map(NdeRemark::withoutPrivate).toList());
            } else if ((element.tag() & 0x10000) == 0) {
                kept.set(element);
            }
        }
        return kept.build();
    }

    /** Numbers by value, other text as it is. */
    private static List<Object> numbers(Element element) {
        List<Object> values = new ArrayList<>();
        for (String text : element.strings()) {
            Double number = Values.parse(text);
            values.add(number == null ? text : number);
        }
        return values;
    }

    private static String said(Element element) {
        return element.isSequence()
                ? element.items().size() + " items"
                : element.strings().isEmpty() ? element.length() + " bytes" : String.join("\\", element.strings());
    }

    private static @Nullable String malformed(Element element, boolean read) {
        if (!read || element.isEmpty()) {
            return null;
        }
        VR expected = Dictionary.standard().vrOf(element.tag());
        if (expected == VR.SQ && !element.isSequence()) {
            return "expected a sequence, found " + element.vr() + "; the views give no items";
        }
        if (element.bulkData() != null) {
            return null;
        }
        try {
            switch (expected) {
                case DA -> element.dates();
                case TM -> element.times();
                case DS -> element.decimals();
                case IS -> element.integers();
                default -> {}
            }
            return null;
        } catch (ValueException e) {
            String said = String.valueOf(e.getMessage());
            return e.found().isEmpty() ? null : said.substring(said.indexOf("expected")) + "; the views give no value";
        }
    }

    @Override
    public String toString() {
        return place + ": " + text;
    }
}
