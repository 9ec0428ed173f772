package org.diconde4j.net.internal.ul;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** What connections of tests have in common that lead nowhere. */
abstract class StubTransport implements Transport {
    @Override
    public void shutdownInput() {}

    @Override
    public InetSocketAddress remote() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    }

    @Override
    public InetSocketAddress local() {
        return remote();
    }
}
