package org.diconde4j.iod;

/** How much an attribute is needed (PS3.5 7.4). */
enum Type {
    ONE("1"),
    ONE_C("1C"),
    TWO("2"),
    TWO_C("2C"),
    THREE("3");

    final String text;

    Type(String text) {
        this.text = text;
    }

    static Type of(String text) {
        for (Type type : values()) {
            if (type.text.equals(text)) {
                return type;
            }
        }
        throw new IllegalArgumentException("type " + text + ", expected 1, 1C, 2, 2C or 3");
    }

    /** Whether a value must be there if the attribute is. */
    boolean needsValue() {
        return this == ONE || this == ONE_C;
    }

    boolean isConditional() {
        return this == ONE_C || this == TWO_C;
    }
}
