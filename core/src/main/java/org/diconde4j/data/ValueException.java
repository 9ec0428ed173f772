package org.diconde4j.data;

import java.util.Locale;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/** A value that is not what its representation says (PS3.5 6.2). */
public final class ValueException extends DicondeException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 64;

    private final @Nullable Integer tag;
    private final String expected;
    private final String found;

    private ValueException(@Nullable Integer tag, String where, String expected, String found) {
        super(where + ": expected " + expected + ", found " + shown(found));
        this.tag = tag;
        this.expected = expected;
        this.found = found;
    }

    /** A text that stands alone. */
    static ValueException ofText(VR vr, String expected, String found) {
        return new ValueException(null, "value of representation " + vr, expected, found);
    }

    /** One value of an element, counted from 0. */
    static ValueException of(int tag, VR vr, int index, String expected, String found) {
        String where = String.format(
                Locale.ROOT,
                "value %d of %s (%04X,%04X) %s",
                index + 1,
                Dictionary.standard().keyword(tag),
                tag >>> 16,
                tag & 0xFFFF,
                vr);
        return new ValueException(tag, where, expected, found);
    }

    private static String shown(String found) {
        StringBuilder shown = new StringBuilder("\"");
        for (char c : found.substring(0, Math.min(SHOWN, found.length())).toCharArray()) {
            shown.append(c < ' ' || c == 0x7F ? '\uFFFD' : c);
        }
        return shown.append(found.length() > SHOWN ? "…\" of " + found.length() + " characters" : "\"")
                .toString();
    }

    /**
     * The element that the value stands in.
     *
     * @return group and element number, or null if the value stands alone
     */
    public @Nullable Integer tag() {
        return tag;
    }

    /**
     * What the representation asks for.
     *
     * @return a description for people
     */
    public String expected() {
        return expected;
    }

    /**
     * What is there instead.
     *
     * @return the value
     */
    public String found() {
        return found;
    }
}
