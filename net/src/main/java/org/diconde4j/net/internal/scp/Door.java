package org.diconde4j.net.internal.scp;

import java.net.InetSocketAddress;
import org.diconde4j.net.tls.Tls;
import org.jspecify.annotations.Nullable;

/**
 * Where a server listens.
 *
 * @param tls what protects the connections that come in there; null for plain TCP
 */
public record Door(InetSocketAddress bind, @Nullable Tls tls) {}
