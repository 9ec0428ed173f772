package org.diconde4j.iod;

/** What a finding is about, for programs that sort or leave out. */
public enum Rule {
    /** An attribute of type 1 or 2, or of type 1C or 2C whose condition holds, is absent (PS3.5 7.4). */
    MISSING,
    /** An attribute of type 1 or 1C has no value (PS3.5 7.4.1). */
    EMPTY,
    /** An attribute of type 1C or 2C is present though its condition does not hold (PS3.5 7.4.2). */
    UNEXPECTED,
    /** A value is none of the Enumerated Values. */
    ENUMERATED_VALUE,
    /** A value is none of the Defined Terms, which implementations may extend. */
    DEFINED_TERM,
    /** A sequence has more items than it may. */
    ITEMS,
    /** A functional group is missing, or is given both as shared and per frame (PS3.3 C.7.6.16). */
    FUNCTIONAL_GROUP,
    /** An attribute is not of the information object definition: an extended class (PS3.4 B.4.1). */
    NOT_IN_IOD,
    /** The class of the object is not described here, so that only the general rules were applied. */
    NOT_DESCRIBED,
    /** The value representation is not that of the dictionary (PS3.6). */
    REPRESENTATION,
    /** The number of values is not that of the dictionary (PS3.6). */
    MULTIPLICITY,
    /** A value breaks the rules of its representation (PS3.5 6.2). */
    VALUE,
    /** A text has characters that its character set lacks, or the set is none that the standard knows. */
    CHARACTER_SET,
    /** A value has a length that no value of its kind has (PS3.5 7.1). */
    LENGTH,
    /** A date that is possible but hardly meant. */
    DATE,
    /** A private element without creator, or in a place that is not for private elements (PS3.5 7.8). */
    PRIVATE,
    /** The standard has retired it. */
    RETIRED,
    /** An element that the dictionary does not know, or that is not for data sets. */
    UNKNOWN,
    /** Pixel or waveform data and their description do not fit. */
    PIXELS,
    /** The number of frames and what is said of each do not fit. */
    FRAMES,
    /** The File Meta Information and the data set do not fit (PS3.10 7.1). */
    FILE_META,
    /** Unique identifiers that are not, or that refer to their own object. */
    IDENTITY,
    /** The report ends here although there is more, or items are nested too deep. */
    LIMIT
}
