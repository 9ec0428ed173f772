package org.diconde4j.net.internal.scu;

import org.diconde4j.net.internal.ul.UlConfig;
import org.diconde4j.net.pdu.UserIdentity;
import org.diconde4j.net.service.Negotiation;
import org.diconde4j.net.tls.Tls;
import org.jspecify.annotations.Nullable;

/** How a requestor opens its associations. */
public record ScuConfig(
        String callingAeTitle,
        int maxOperations,
        @Nullable UserIdentity identity,
        Negotiation negotiation,
        @Nullable Tls tls,
        UlConfig ul) {}
