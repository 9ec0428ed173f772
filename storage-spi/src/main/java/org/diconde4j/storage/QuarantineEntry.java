package org.diconde4j.storage;

/**
 * An object that was set aside.
 *
 * @param receipt its receipt, which says why
 */
public record QuarantineEntry(Receipt receipt) {
    /**
     * Returns what people call it by.
     *
     * @return the sequence of its receipt, in decimal digits
     */
    public String id() {
        return Long.toString(receipt.sequence());
    }
}
