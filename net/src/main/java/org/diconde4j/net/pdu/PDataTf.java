package org.diconde4j.net.pdu;

import java.util.List;

/**
 * P-DATA-TF (PS3.8 9.3.5). Associations stream fragments and never build this record; it is there for tools and tests.
 *
 * @param values the presentation data values, at least one
 */
public record PDataTf(List<Pdv> values) implements Pdu {
    /** PDU type. */
    public static final int TYPE = 0x04;

    /**
     * Copies the list.
     *
     * @param values the presentation data values, at least one
     */
    public PDataTf {
        values = List.copyOf(values);
    }

    @Override
    public int type() {
        return TYPE;
    }
}
