package org.diconde4j.net.internal.scu;

import javax.net.ssl.SSLContext;
import org.diconde4j.net.internal.ul.UlConfig;
import org.diconde4j.net.pdu.UserIdentity;
import org.diconde4j.net.service.Negotiation;
import org.jspecify.annotations.Nullable;

/** How a requestor opens its associations. */
public record ScuConfig(
        String callingAeTitle,
        int maxOperations,
        @Nullable UserIdentity identity,
        Negotiation negotiation,
        @Nullable SSLContext tls,
        UlConfig ul) {}
