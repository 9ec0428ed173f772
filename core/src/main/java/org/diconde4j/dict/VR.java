package org.diconde4j.dict;

import org.jspecify.annotations.Nullable;

/** Value representation of an element (PS3.5 6.2). */
public enum VR {
    /** Application Entity. */
    AE(Kind.ASCII),
    /** Age String. */
    AS(Kind.ASCII),
    /** Attribute Tag. */
    AT(Kind.BINARY, 2),
    /** Code String. */
    CS(Kind.ASCII),
    /** Date. */
    DA(Kind.ASCII),
    /** Decimal String. */
    DS(Kind.ASCII),
    /** Date Time. */
    DT(Kind.ASCII),
    /** Floating Point Double. */
    FD(Kind.BINARY, 8),
    /** Floating Point Single. */
    FL(Kind.BINARY, 4),
    /** Integer String. */
    IS(Kind.ASCII),
    /** Long String. */
    LO(Kind.TEXT),
    /** Long Text. */
    LT(Kind.TEXT),
    /** Other Byte. */
    OB(Kind.LONG_BINARY, 1),
    /** Other Double. */
    OD(Kind.LONG_BINARY, 8),
    /** Other Float. */
    OF(Kind.LONG_BINARY, 4),
    /** Other Long. */
    OL(Kind.LONG_BINARY, 4),
    /** Other 64-bit Very Long. */
    OV(Kind.LONG_BINARY, 8),
    /** Other Word. */
    OW(Kind.LONG_BINARY, 2),
    /** Person Name. */
    PN(Kind.TEXT),
    /** Short String. */
    SH(Kind.TEXT),
    /** Signed Long. */
    SL(Kind.BINARY, 4),
    /** Sequence of Items. */
    SQ(Kind.LONG_BINARY, 1),
    /** Signed Short. */
    SS(Kind.BINARY, 2),
    /** Short Text. */
    ST(Kind.TEXT),
    /** Signed 64-bit Very Long. */
    SV(Kind.LONG_BINARY, 8),
    /** Time. */
    TM(Kind.ASCII),
    /** Unlimited Characters. */
    UC(Kind.LONG_TEXT),
    /** Unique Identifier. */
    UI(Kind.ASCII),
    /** Unsigned Long. */
    UL(Kind.BINARY, 4),
    /** Unknown. */
    UN(Kind.LONG_BINARY, 1),
    /** Universal Resource Identifier or Locator. */
    UR(Kind.LONG_ASCII),
    /** Unsigned Short. */
    US(Kind.BINARY, 2),
    /** Unlimited Text. */
    UT(Kind.LONG_TEXT),
    /** Unsigned 64-bit Very Long. */
    UV(Kind.LONG_BINARY, 8);

    private enum Kind {
        ASCII,
        TEXT,
        BINARY,
        LONG_ASCII,
        LONG_TEXT,
        LONG_BINARY
    }

    private static final @Nullable VR[] BY_CODE = new VR[26 * 26];

    static {
        for (VR vr : values()) {
            BY_CODE[(vr.name().charAt(0) - 'A') * 26 + vr.name().charAt(1) - 'A'] = vr;
        }
    }

    private final Kind kind;
    private final int unit;
    private final boolean longLength;

    VR(Kind kind) {
        this(kind, 1);
    }

    VR(Kind kind, int unit) {
        this.kind = kind;
        this.unit = unit;
        this.longLength = kind == Kind.LONG_ASCII || kind == Kind.LONG_TEXT || kind == Kind.LONG_BINARY;
    }

    /**
     * Whether values are character strings, in whatever repertoire.
     *
     * @return true for AE, AS, CS, DA, DS, DT, IS, TM, UI, UR and the text representations
     */
    public boolean isString() {
        return kind == Kind.ASCII || kind == Kind.LONG_ASCII || isText();
    }

    /**
     * Whether Specific Character Set (0008,0005) applies (PS3.5 6.1.2.3).
     *
     * @return true for LO, LT, PN, SH, ST, UC and UT
     */
    public boolean isText() {
        return kind == Kind.TEXT || kind == Kind.LONG_TEXT;
    }

    /**
     * Whether a backslash separates values; in LT, ST, UT and UR it is part of the value.
     *
     * @return true if several values may stand in one string
     */
    public boolean isMultiValuedString() {
        return isString() && this != LT && this != ST && this != UT && this != UR;
    }

    /**
     * Whether the explicit encoding has two reserved bytes and a 32-bit length (PS3.5 7.1.2).
     *
     * @return true for OB, OD, OF, OL, OV, OW, SQ, SV, UC, UN, UR, UT and UV
     */
    public boolean hasLongLength() {
        return longLength;
    }

    /**
     * Size of the unit that changes with the byte order.
     *
     * @return bytes: 1, 2, 4 or 8 (AT counts as pairs of 16-bit words)
     */
    public int unit() {
        return unit;
    }

    /**
     * The byte that makes an odd value even (PS3.5 6.2): NUL for UI and binary, space for other strings.
     *
     * @return the padding byte
     */
    public byte padding() {
        return isString() && this != UI ? (byte) ' ' : 0;
    }

    /**
     * Finds a representation by its two letters.
     *
     * @param first first letter as a byte
     * @param second second letter as a byte
     * @return the representation, or null if the standard knows none of that name
     */
    public static @Nullable VR of(int first, int second) {
        int a = first - 'A';
        int b = second - 'A';
        return a < 0 || a > 25 || b < 0 || b > 25 ? null : BY_CODE[a * 26 + b];
    }

    /**
     * Finds a representation by its name.
     *
     * @param name such as {@code "PN"}
     * @return the representation, or null if the standard knows none of that name
     */
    public static @Nullable VR of(String name) {
        return name.length() == 2 ? of(name.charAt(0), name.charAt(1)) : null;
    }
}
