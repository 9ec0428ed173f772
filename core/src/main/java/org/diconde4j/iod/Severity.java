package org.diconde4j.iod;

/** How much a finding matters. The first is the worst. */
public enum Severity {
    /** The object breaks a rule of the standard. */
    ERROR,
    /** Something is doubtful, or breaks a rule that is known second-hand only. */
    WARNING,
    /** Allowed, but worth knowing: retired attributes, extensions of the class. */
    INFO;

    /**
     * Compares with another.
     *
     * @param other the least that matters
     * @return true if this is as bad or worse
     */
    public boolean atLeast(Severity other) {
        return compareTo(other) <= 0;
    }
}
