package org.diconde4j.net.internal.ul;

import org.diconde4j.net.pdu.Pdu;
import org.jspecify.annotations.Nullable;

/**
 * A PDU that came in, as an event.
 *
 * @param pdu null for P-DATA-TF, whose values are read as they come
 */
record Received(Event event, @Nullable Pdu pdu) {
    static final Received DATA = new Received(Event.EVT10, null);
}
