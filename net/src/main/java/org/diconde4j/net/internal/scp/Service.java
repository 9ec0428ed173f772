package org.diconde4j.net.internal.scp;

import org.diconde4j.net.internal.dimse.Command;

/** Performs one kind of request. A service is added by giving {@link ServerAssociation} another of these. */
@FunctionalInterface
interface Service {
    /** Performs the request that was just received, up to its last response. */
    void serve(Exchange exchange, Command request);
}
