package org.diconde4j.io;

/** Is told where items begin, for those who must find them again by their offset, as in a DICOMDIR (PS3.3 F.3.2.2). */
@FunctionalInterface
public interface ItemListener {
    /**
     * An item of an outermost sequence begins. The items of one sequence come in their order.
     *
     * @param sequence the tag of the sequence
     * @param offset of the item's own tag, in bytes from the beginning of the input, or of the data set if it is deflated
     */
    void begins(int sequence, long offset);
}
