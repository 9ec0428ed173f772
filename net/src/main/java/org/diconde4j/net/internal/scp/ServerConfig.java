package org.diconde4j.net.internal.scp;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import org.diconde4j.net.internal.scu.Destination;
import org.diconde4j.net.internal.ul.ServerTls;
import org.diconde4j.net.internal.ul.UlConfig;
import org.diconde4j.net.service.AssociationPolicy;
import org.diconde4j.net.service.FindHandler;
import org.diconde4j.net.service.RetrieveHandler;
import org.diconde4j.net.service.StoreHandler;
import org.jspecify.annotations.Nullable;

/** All that a server was told by its builder. */
public record ServerConfig(
        String aeTitle,
        boolean requireCalledAeTitle,
        InetSocketAddress bind,
        @Nullable StoreHandler stores,
        @Nullable FindHandler finds,
        @Nullable RetrieveHandler retrieves,
        Function<String, @Nullable Destination> destinations,
        AssociationPolicy policy,
        Predicate<String> acceptStorage,
        Predicate<String> acceptTransferSyntax,
        int maxAssociations,
        Duration drain,
        @Nullable Executor executor,
        @Nullable ServerTls tls,
        UlConfig ul) {}
