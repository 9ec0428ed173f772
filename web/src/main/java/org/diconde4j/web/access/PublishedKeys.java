package org.diconde4j.web.access;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys that a provider publishes, where it was said or where its configuration says (OpenID Connect Discovery 4). */
final class PublishedKeys implements JWKSetSource<SecurityContext> {
    private static final int CONNECT = 5_000;
    private static final int READ = 10_000;
    private static final int MOST = 1 << 20;

    private final DefaultResourceRetriever retriever = new DefaultResourceRetriever(CONNECT, READ, MOST);
    private final String issuer;
    private volatile @Nullable URI keys;
    private volatile boolean had;

    PublishedKeys(String issuer, @Nullable URI keys) {
        if (keys == null) {
            require(URI.create(issuer));
        }
        this.issuer = issuer;
        this.keys = keys;
    }

    /** Who can change keys on their way can make tokens. */
    static void require(URI uri) {
        String host = uri.getHost();
        boolean here =
                host != null && (host.equals("localhost") || host.matches("127\\.[0-9.]+") || host.equals("[::1]"));
        if (host == null || !"https".equals(uri.getScheme()) && !("http".equals(uri.getScheme()) && here)) {
            throw new IllegalArgumentException("keys come by https, or by http from this host, found " + uri);
        }
    }

    /** Whether they could be had at some time. */
    boolean wereHad() {
        return had;
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long now, SecurityContext context)
            throws KeySourceException {
        try {
            URI from = keys;
            if (from == null) {
                from = discover();
                keys = from;
            }
            JWKSet found = JWKSet.parse(retriever.retrieveResource(from.toURL()).getContent());
            had = true;
            return found;
        } catch (IOException | ParseException | IllegalArgumentException e) {
            throw new JWKSetRetrievalException(String.valueOf(e.getMessage()), e);
        }
    }

    private URI discover() throws IOException, ParseException, RemoteKeySourceException {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        URI place = URI.create(base + "/.well-known/openid-configuration");
        Map<String, Object> configuration =
                JSONObjectUtils.parse(retriever.retrieveResource(place.toURL()).getContent());
        String says = JSONObjectUtils.getString(configuration, "issuer");
        if (!issuer.equals(says)) {
            throw new RemoteKeySourceException(
                    "expected the configuration of " + issuer + " at " + place + ", found that of " + says, null);
        }
        URI found = JSONObjectUtils.getURI(configuration, "jwks_uri");
        if (found == null) {
            throw new RemoteKeySourceException("the configuration at " + place + " has no jwks_uri", null);
        }
        require(found);
        return found;
    }

    @Override
    public void close() {
        // holds nothing open
    }
}
