package org.diconde4j.web;

import java.util.Map;
import java.util.regex.Pattern;
import org.diconde4j.dict.VR;

/** Dates and times in searches: one of them or a range, with both ends or one (PS3.4 C.2.2.2.5), or what stands for any or no value. */
final class DateKeys {
    private static final String DATE = "[0-9]{4}\\.?[0-9]{2}\\.?[0-9]{2}";
    private static final String TIME = "[0-9]{2}(:?[0-9]{2}(:?[0-9]{2}(\\.[0-9]{1,6})?)?)?";
    private static final String MOMENT = "[0-9]{4,14}(\\.[0-9]{1,6})?([+-][0-9]{4})?";

    private static final Map<VR, Pattern> FORMS =
            Map.of(VR.DA, oneOrRange(DATE), VR.TM, oneOrRange(TIME), VR.DT, oneOrRange(MOMENT));

    private DateKeys() {}

    private static Pattern oneOrRange(String one) {
        return Pattern.compile("\\*|\"\"|(?!-?$)(" + one + ")?\\s*(-\\s*(" + one + ")?)?");
    }

    /**
     * The values as they are.
     *
     * @throws IllegalArgumentException if one can be no value of a date or time
     */
    static String[] checked(VR vr, String[] values) {
        Pattern form = FORMS.get(vr);
        for (String value : values) {
            if (form != null && !form.matcher(value.strip()).matches()) {
                throw new IllegalArgumentException("\"" + value + "\", expected "
                        + (vr == VR.DA ? "20260301" : vr == VR.TM ? "101500" : "20260301101500")
                        + " or a range with - between");
            }
        }
        return values;
    }
}
