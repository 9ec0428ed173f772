package org.diconde4j.net.internal.scp;

import java.util.function.BiConsumer;
import org.diconde4j.net.internal.dimse.Command;
import org.diconde4j.net.internal.dimse.Dimse;
import org.diconde4j.net.internal.dimse.NormalizedResponder;
import org.diconde4j.net.internal.dimse.Requests;
import org.diconde4j.net.internal.ul.UlResources;
import org.diconde4j.net.service.AssociationInfo;

/**
 * What a service works with.
 *
 * @param requests what this side asks of the peer
 * @param normalized performs operations on normalized SOP instances
 */
record Exchange(
        Dimse dimse,
        AssociationInfo info,
        ServerConfig config,
        UlResources resources,
        Requests requests,
        NormalizedResponder normalized) {
    /**
     * An association that is open.
     *
     * @param dispatcher performs what the peer asks for while it owes a response
     */
    static Exchange of(
            Dimse dimse,
            AssociationInfo info,
            ServerConfig config,
            UlResources resources,
            BiConsumer<Exchange, Command> dispatcher) {
        Exchange[] self = new Exchange[1];
        Requests requests = new Requests(dimse, command -> dispatcher.accept(self[0], command));
        self[0] = new Exchange(
                dimse, info, config, resources, requests, new NormalizedResponder(dimse, info, config.services()));
        return self[0];
    }
}
