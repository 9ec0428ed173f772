package org.diconde4j.web;

import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.diconde4j.net.tls.Tls;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** How Jetty listens: HTTP/1.1, and with TLS also HTTP/2, which browsers speak over that alone. */
final class Connectors {
    /** A list of a hundred frames in a path, or of as many UIDs in a query, and a token of an identity provider beside it. */
    private static final int HEADERS = 32 << 10;

    private static final int STREAMS = 64;

    private Connectors() {}

    static ServerConnector of(Server server, @Nullable Tls tls) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setHttpCompliance(HttpCompliance.RFC7230);
        http.setRequestHeaderSize(HEADERS);
        HttpConnectionFactory one = new HttpConnectionFactory(http);
        if (tls == null) {
            return new Plain(server, one);
        }
        SecureRequestCustomizer secure = new SecureRequestCustomizer();
        secure.setSniHostCheck(false); // a certificate for another name is the client's to refuse
        http.addCustomizer(secure);
        HTTP2ServerConnectionFactory two = new HTTP2ServerConnectionFactory(http);
        two.setMaxConcurrentStreams(STREAMS);
        ALPNServerConnectionFactory negotiation = new ALPNServerConnectionFactory();
        negotiation.setDefaultProtocol(one.getProtocol());
        return new ServerConnector(
                server, new SslConnectionFactory(new Engines(tls), negotiation.getProtocol()), negotiation, two, one);
    }

    /** Nothing stands between a response and its connection, which so can send from files. */
    private static final class Plain extends ServerConnector {
        Plain(Server server, HttpConnectionFactory http) {
            super(server, http);
        }

        @Override
        protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
            FileEndPoint end = new FileEndPoint(channel, selector, key, getScheduler());
            end.setIdleTimeout(getIdleTimeout());
            return end;
        }
    }

    /** Gives each connection the TLS of the archive, whose files may have changed since the last one. */
    private static final class Engines extends SslContextFactory.Server {
        private final Tls tls;

        Engines(Tls tls) {
            this.tls = tls;
            setSslContext(anyContext());
        }

        /** Jetty wants one before it starts, and does not use it. */
        private static SSLContext anyContext() {
            try {
                return SSLContext.getDefault();
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new IllegalStateException("this Java runtime has no TLS", e);
            }
        }

        @Override
        public SSLEngine newSSLEngine() {
            return tls.serverEngine();
        }

        @Override
        public SSLEngine newSSLEngine(String host, int port) {
            return tls.serverEngine();
        }

        @Override
        public SSLEngine newSSLEngine(InetSocketAddress address) {
            return tls.serverEngine();
        }
    }
}
