package org.diconde4j.pixel;

/** What one sample of a pixel is. */
public enum SampleType {
    /** An unsigned integer: Pixel Representation (0028,0103) is 0. */
    UNSIGNED,
    /** An integer in two's complement: Pixel Representation (0028,0103) is 1. */
    SIGNED,
    /** A 32-bit floating point number of Float Pixel Data (7FE0,0008), PS3.3 C.7.6.24. */
    FLOAT,
    /** A 64-bit floating point number of Double Float Pixel Data (7FE0,0009), PS3.3 C.7.6.25. */
    DOUBLE;

    /**
     * Whether samples are floating point numbers.
     *
     * @return true for {@link #FLOAT} and {@link #DOUBLE}
     */
    public boolean isFloat() {
        return this == FLOAT || this == DOUBLE;
    }
}
