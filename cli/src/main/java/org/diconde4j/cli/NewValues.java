package org.diconde4j.cli;

import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.VR;
import org.diconde4j.storage.Level;

/** Reads {@code key=value} words as values that attributes shall have. */
final class NewValues {
    private NewValues() {}

    /**
     * Reads values.
     *
     * @param words such as {@code ComponentIDNumber=SN-18}; nothing after the sign takes the value away
     * @return the attributes
     * @throws WrongUsage if a word is no attribute with a value
     */
    static Dataset parse(List<String> words) {
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals > 0 && word.substring(0, equals).contains(".")) {
                throw new WrongUsage(word + ": what is in a sequence is corrected in the object: correct --with FILE");
            }
        }
        Dataset values = Keys.parse(words, Level.INSTANCE);
        for (Element value : values) {
            if (value.vr() == VR.DA
                    && !value.isEmpty()
                    && value.strings().stream().anyMatch(v -> !v.matches("\\d{8}"))) {
                throw new WrongUsage(
                        Dictionary.standard().keyword(value.tag()) + ": expected a date such as 2026-03-01, found \""
                                + String.join("\\\\", value.strings()) + "\"");
            }
        }
        return values;
    }
}
