package org.diconde4j.storage.jdbc;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.VR;
import org.diconde4j.storage.AttributePath;
import org.diconde4j.storage.QueryPlan;
import org.jspecify.annotations.Nullable;

/**
 * The values of an indexed attribute as they are kept: each in the form in which {@link org.diconde4j.match.Matcher} compares it,
 * and what has no such form as {@link Columns#ODD}, which is a candidate for every key. Of a private attribute, whose representation
 * a query says, each value is kept in all forms that it may be asked in.
 */
final class AttributeValues {
    private static final Set<VR> NUMBERS =
            EnumSet.of(VR.DS, VR.IS, VR.FL, VR.FD, VR.SL, VR.SS, VR.UL, VR.US, VR.SV, VR.UV);

    private static final Set<VR> TEXTS =
            EnumSet.of(VR.AE, VR.AS, VR.CS, VR.DA, VR.LO, VR.LT, VR.PN, VR.SH, VR.ST, VR.UC, VR.UI, VR.UR, VR.UT);

    /** Longer ones are not worth the digits; they are odd. */
    private static final int LONGEST_NUMBER = 64;

    private AttributeValues() {}

    /** What to keep of an entity, each value once. */
    static Set<String> of(AttributePath path, Dataset attributes) {
        Set<String> values = new LinkedHashSet<>();
        for (Element element : path.in(attributes)) {
            if (element.bulkData() != null || element.fragments() != null) {
                continue; // not kept by the index, so that nothing can match it
            }
            if (path.vr() != VR.UN && element.vr() != path.vr() || element.vr() == VR.UN) {
                values.add(Columns.ODD);
            } else {
                element.strings().forEach(text -> forms(path.vr(), text, values));
            }
        }
        return values;
    }

    private static void forms(VR vr, String text, Set<String> values) {
        if (text.isEmpty()) {
            return;
        }
        List<String> forms = new ArrayList<>();
        if (vr == VR.UN) {
            forms.addAll(List.of(text, Columns.normal(VR.PN, text), number(text)));
        } else {
            forms.add(NUMBERS.contains(vr) ? number(text) : Columns.normal(vr, text));
        }
        for (String form : forms) {
            if (!form.isEmpty()) {
                values.add(isOdd(vr, form) ? Columns.ODD : form);
            }
        }
    }

    private static boolean isOdd(VR vr, String form) {
        return Columns.isOdd(vr, form) || vr == VR.UN && form.indexOf('=') >= 0; // may be a name in several groups
    }

    /** The same text for equal numbers; other texts as they are. */
    private static String number(String text) {
        if (text.length() > LONGEST_NUMBER) {
            return Columns.ODD;
        }
        try {
            return new BigDecimal(text.trim()).stripTrailingZeros().toString();
        } catch (NumberFormatException e) {
            return text;
        }
    }

    /** What a key can match, or null if that can't be told by values. */
    static @Nullable Wanted wanted(QueryPlan plan, AttributePath path, Element key) {
        VR vr = key.vr() == VR.UN ? Dictionary.standard().vrOf(key.tag()) : key.vr();
        if (path.vr() != VR.UN && path.vr() != vr || path.vr() == VR.UN && vr == VR.DA) {
            return null;
        }
        List<String> values = key.vr() == VR.UN ? List.of() : key.strings();
        if (plan.rules().emptyValues() && values.equals(List.of(Clues.NO_VALUE))) {
            return null;
        }
        if (TEXTS.contains(vr)) {
            return Wanted.of(plan, vr, values);
        }
        boolean told = NUMBERS.contains(vr)
                && !values.isEmpty()
                && values.stream().noneMatch(v -> v.isEmpty() || v.chars().allMatch(c -> c == '*'))
                && values.stream().noneMatch(v -> v.length() > LONGEST_NUMBER);
        return told ? new Wanted(values.stream().map(AttributeValues::number).toList(), List.of()) : null;
    }
}
