package org.diconde4j.net.tls;

import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.HexFormat;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whether a peer's certificate will do. The JDK checks chains, but takes a certificate that is itself trusted without a look at
 * its dates, and knows nothing of fingerprints.
 */
final class PeerCheck extends X509ExtendedTrustManager {
    /** RFC 9325 4.5. */
    private static final int SHORTEST_RSA = 2048;

    private final @Nullable X509ExtendedTrustManager chains;
    private final Set<String> fingerprints;

    /**
     * Makes the check.
     *
     * @param chains checks chains; null if fingerprints alone decide
     * @param fingerprints of the certificates that are taken; empty for all
     */
    PeerCheck(@Nullable X509ExtendedTrustManager chains, Set<String> fingerprints) {
        this.chains = chains;
        this.fingerprints = fingerprints;
    }

    /** SHA-256 of a certificate, in lower case without separators. */
    static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        X509Certificate peer = chain[0];
        peer.checkValidity();
        if (peer.getPublicKey() instanceof RSAKey rsa && rsa.getModulus().bitLength() < SHORTEST_RSA) {
            throw new CertificateException("RSA key of " + rsa.getModulus().bitLength() + " bits, expected at least "
                    + SHORTEST_RSA + " (RFC 9325 4.5)");
        }
        String fingerprint = fingerprint(peer);
        if (!fingerprints.isEmpty() && !fingerprints.contains(fingerprint)) {
            throw new CertificateException(
                    "certificate with fingerprint " + fingerprint + ", expected " + String.join(" or ", fingerprints));
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
        if (chains != null) {
            chains.checkClientTrusted(chain, authType);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
        if (chains != null) {
            chains.checkClientTrusted(chain, authType, socket);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
        if (chains != null) {
            chains.checkClientTrusted(chain, authType, engine);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
        if (chains != null) {
            chains.checkServerTrusted(chain, authType);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
        if (chains != null) {
            chains.checkServerTrusted(chain, authType, socket);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
        if (chains != null) {
            chains.checkServerTrusted(chain, authType, engine);
        }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return chains == null ? new X509Certificate[0] : chains.getAcceptedIssuers();
    }
}
