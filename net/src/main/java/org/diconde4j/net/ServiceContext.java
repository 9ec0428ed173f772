package org.diconde4j.net;

import java.util.List;
import org.diconde4j.dict.UID;

/**
 * A service that an association is opened for: one presentation context, and the roles of this side in it (PS3.7 D.3.3.4).
 *
 * @param sopClassUid the SOP class
 * @param scu whether this side asks for operations
 * @param scp whether this side performs them, and tells of events
 * @param transferSyntaxes those that will do, best first
 */
public record ServiceContext(String sopClassUid, boolean scu, boolean scp, List<String> transferSyntaxes) {
    private static final List<String> UNCOMPRESSED = List.of(UID.ExplicitVRLittleEndian, UID.ImplicitVRLittleEndian);

    /**
     * Copies the list.
     *
     * @param sopClassUid the SOP class
     * @param scu whether this side asks for operations
     * @param scp whether this side performs them
     * @param transferSyntaxes those that will do
     */
    public ServiceContext {
        transferSyntaxes = List.copyOf(transferSyntaxes);
    }

    /**
     * This side asks, as usual.
     *
     * @param sopClassUid the SOP class
     * @return the context, uncompressed
     */
    public static ServiceContext scu(String sopClassUid) {
        return new ServiceContext(sopClassUid, true, false, UNCOMPRESSED);
    }

    /**
     * This side performs, and has opened the association to tell of events.
     *
     * @param sopClassUid the SOP class
     * @return the context, uncompressed
     */
    public static ServiceContext scp(String sopClassUid) {
        return new ServiceContext(sopClassUid, false, true, UNCOMPRESSED);
    }
}
