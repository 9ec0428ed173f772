package org.diconde4j.net.service;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Receives objects: C-STORE (PS3.4 Annex B). Called on the association's thread, by many associations at once. */
@FunctionalInterface
public interface StoreHandler {
    /**
     * Takes one object. The bytes come from the socket as they are read, so that a slow handler slows the sender down;
     * what is left unread is passed over.
     *
     * @param request what comes
     * @param dataset the data set as sent, without Part 10 header, in the request's transfer syntax. Ends where the
     *     object ends; throws an {@link IOException} if the association breaks before, and then nothing was received.
     *     Not to be used after the return
     * @return the answer. Success must mean that the object is safe
     * @throws IOException becomes status A700 (out of resources) and a line in the log; a {@link ServiceException} becomes its
     *     own status, any other exception 0110
     */
    StoreOutcome store(StoreRequest request, InputStream dataset) throws IOException;

    /**
     * How this handler keeps objects, for extended negotiation.
     *
     * @return null, which is the default, to say nothing about it
     */
    default @Nullable StorageSupport support() {
        return null;
    }
}
