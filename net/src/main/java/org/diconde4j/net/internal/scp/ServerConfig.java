package org.diconde4j.net.internal.scp;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import org.diconde4j.net.internal.scu.MoveTarget;
import org.diconde4j.net.internal.ul.UlConfig;
import org.diconde4j.net.service.AssociationPolicy;
import org.diconde4j.net.service.FindHandler;
import org.diconde4j.net.service.IdentityVerifier;
import org.diconde4j.net.service.NormalizedHandler;
import org.diconde4j.net.service.RetrieveHandler;
import org.diconde4j.net.service.StoreHandler;
import org.jspecify.annotations.Nullable;

/**
 * All that a server was told by its builder.
 *
 * @param finds what answers C-FIND, by SOP class
 * @param services what performs operations on normalized SOP instances, by SOP class
 */
public record ServerConfig(
        String aeTitle,
        boolean requireCalledAeTitle,
        List<Door> doors,
        @Nullable StoreHandler stores,
        Map<String, FindHandler> finds,
        @Nullable RetrieveHandler retrieves,
        Map<String, NormalizedHandler> services,
        Function<String, @Nullable MoveTarget> destinations,
        AssociationPolicy policy,
        @Nullable IdentityVerifier identities,
        Predicate<String> acceptStorage,
        Predicate<String> acceptTransferSyntax,
        Function<String, List<String>> preferredTransferSyntaxes,
        int maxAssociations,
        Duration drain,
        @Nullable Executor executor,
        UlConfig ul) {}
