package org.diconde4j.net.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * How associations are protected, for either side: the BCP 195 RFC 8996, 9325 TLS Secure Transport Connection Profile (PS3.15 B.12).
 * TLS 1.3 is preferred, TLS 1.2 taken, nothing older; cipher suites are those of RFC 9325 4.2 and 4.3 alone; TLS 1.2 is not renegotiated.
 *
 * <p>What comes from files is read again when one of them has changed, at the next handshake; associations that are open keep what
 * they have. New files that cannot be used are logged, and the old ones stay in force.
 *
 * <p>Immutable but for that; thread-safe.
 */
public final class Tls {
    /** The port that is registered for DICOM over TLS, {@code dicom-tls}. */
    public static final int PORT = 2762;

    /** The versions that are spoken, where the JDK has them, the newest first. */
    public static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /** The cipher suites that are offered and taken, where the JDK has them, the best first. */
    public static final List<String> CIPHER_SUITES = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_AES_128_GCM_SHA256",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

    private final TlsSource source;
    private final ClientAuthentication clientAuthentication;
    private final boolean checkHostName;

    private Tls(TlsSource source, ClientAuthentication clientAuthentication, boolean checkHostName) {
        this.source = source;
        this.clientAuthentication = clientAuthentication;
        this.checkHostName = checkHostName;
    }

    /**
     * Begins to say where keys, certificates and trust are.
     *
     * @return a builder that ends in {@link Builder#open()}
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Keys and trust of a host application. Protocols and cipher suites are those of the profile all the same; whom to trust, and
     * whether host names matter, is the context's own affair.
     *
     * @param context keys and trust
     * @param clientAuthentication whether a server with it asks for certificates
     * @return TLS with the context
     */
    public static Tls of(SSLContext context, ClientAuthentication clientAuthentication) {
        return new Tls(() -> context, clientAuthentication, false);
    }

    /**
     * SHA-256 of a certificate, as {@link Builder#peerFingerprint} and allow lists take it.
     *
     * @param certificate the certificate
     * @return 64 hexadecimal digits in lower case
     */
    public static String fingerprint(X509Certificate certificate) {
        return PeerCheck.fingerprint(certificate);
    }

    /**
     * The certificate that the other end of a session has shown.
     *
     * @param session a session whose handshake is over
     * @return its certificate, null if it has shown none
     */
    public static @Nullable X509Certificate peerCertificate(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate first ? first : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    /**
     * Makes sure that a server can use this.
     *
     * @throws TlsException if there is no key to be a server with, as far as can be known
     */
    public void requireIdentity() {
        if (!source.hasKey()) {
            throw new TlsException("a TLS server needs a private key and its certificate, and has none", null);
        }
    }

    /**
     * Puts TLS upon a connection that came in. The handshake begins with the first read or write.
     *
     * @param connection an open connection; it is closed with what is returned
     * @return the protected connection
     * @throws IOException if the connection is broken
     * @throws TlsException if there is no key to be a server with
     */
    public SSLSocket server(Socket connection) throws IOException {
        requireIdentity();
        SSLContext context = source.context();
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(connection, null, true);
        tls.setSSLParameters(serverParameters(context));
        return tls;
    }

    /**
     * Makes the TLS of one connection for a server with a transport of its own, such as one for HTTP.
     *
     * @return an engine in server mode, with the keys that hold now
     * @throws TlsException if there is no key to be a server with
     */
    public SSLEngine serverEngine() {
        requireIdentity();
        SSLContext context = source.context();
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setSSLParameters(serverParameters(context));
        return engine;
    }

    private SSLParameters serverParameters(SSLContext context) {
        SSLParameters parameters = parameters(context);
        switch (clientAuthentication) {
            case REQUIRED -> parameters.setNeedClientAuth(true);
            case WANTED -> parameters.setWantClientAuth(true);
            case NONE -> parameters.setNeedClientAuth(false);
        }
        return parameters;
    }

    /**
     * Puts TLS upon a connection that was opened from here. The handshake begins with the first read or write.
     *
     * @param connection an open connection; it is closed with what is returned
     * @param host the name or address that the peer's certificate must bear, if that is checked
     * @return the protected connection
     * @throws IOException if the connection is broken
     */
    public SSLSocket client(Socket connection, String host) throws IOException {
        SSLContext context = source.context();
        SSLSocket tls =
                (SSLSocket) context.getSocketFactory().createSocket(connection, host, connection.getPort(), true);
        tls.setUseClientMode(true);
        SSLParameters parameters = parameters(context);
        if (checkHostName) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS"); // RFC 9110 4.3.4; the JDK has no other
        }
        tls.setSSLParameters(parameters);
        return tls;
    }

    /** The profile, as far as the JVM has it: a FIPS provider may lack a suite. */
    private static SSLParameters parameters(SSLContext context) {
        SSLParameters parameters = context.getDefaultSSLParameters();
        List<String> suites = Arrays.asList(context.getSupportedSSLParameters().getCipherSuites());
        List<String> protocols =
                Arrays.asList(context.getSupportedSSLParameters().getProtocols());
        parameters.setProtocols(PROTOCOLS.stream().filter(protocols::contains).toArray(String[]::new));
        parameters.setCipherSuites(
                CIPHER_SUITES.stream().filter(suites::contains).toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(true);
        return parameters;
    }

    /** Says where keys, certificates and trust are. Not thread-safe. */
    public static final class Builder {
        private @Nullable Path key;
        private @Nullable Path certificates;
        private @Nullable Path trust;
        private char @Nullable [] keyPassword;
        private final Set<String> fingerprints = new LinkedHashSet<>();
        private @Nullable ClientAuthentication clientAuthentication;
        private boolean checkHostName = true;

        private Builder() {}

        /**
         * Our own identity: needed by a server, and by a client where the server asks for it.
         *
         * @param key PEM file with the private key: PKCS#8, encrypted or not, PKCS#1 or SEC 1; RSA, EC or EdDSA
         * @param certificates PEM file with its certificate, followed by those of intermediate authorities; may be the same file
         * @return this
         */
        public Builder identity(Path key, Path certificates) {
            this.key = key;
            this.certificates = certificates;
            return this;
        }

        /**
         * The same from one file of PKCS#12 (RFC 7292), as Windows, browsers and Java's {@code keytool} write it.
         *
         * @param pkcs12 the file, with one private key, its certificate and those of intermediate authorities; its password is
         *     {@link #keyPassword}
         * @return this
         */
        public Builder identity(Path pkcs12) {
            this.key = pkcs12;
            this.certificates = null;
            return this;
        }

        /**
         * The password of an encrypted key, or of a PKCS#12 file.
         *
         * @param password copied
         * @return this
         */
        public Builder keyPassword(char[] password) {
            keyPassword = password.clone();
            return this;
        }

        /**
         * Whom to trust. Without this and without {@link #peerFingerprint}, a client trusts the authorities that the JVM does.
         *
         * @param bundle PEM file with the certificates of authorities, or of the peers themselves; null for none
         * @return this
         */
        public Builder trust(@Nullable Path bundle) {
            trust = bundle;
            return this;
        }

        /**
         * Takes only peers with this certificate; may be called more than once. Without {@link #trust} nobody need have signed it, as is
         * usual for stations. Host names are not compared then, since the certificate says who it is.
         *
         * @param sha256 fingerprint of the certificate: 64 hexadecimal digits, with or without colons
         * @return this
         * @throws IllegalArgumentException if it has another form
         */
        public Builder peerFingerprint(String sha256) {
            fingerprints.add(normalized(sha256));
            return this;
        }

        /**
         * Whether a server asks for certificates. By default they are required if {@link #trust} or {@link #peerFingerprint} is given,
         * and not asked for if not.
         *
         * @param value the new value
         * @return this
         */
        public Builder clientAuthentication(ClientAuthentication value) {
            clientAuthentication = value;
            return this;
        }

        /**
         * Whether a client wants the host that it called to stand in the server's certificate (RFC 9525). Certificates of stations
         * often name none.
         *
         * @param check default true
         * @return this
         */
        public Builder checkHostName(boolean check) {
            checkHostName = check;
            return this;
        }

        /**
         * Reads the files.
         *
         * @return TLS with what stands in them
         * @throws TlsException if a file cannot be read, or does not hold what it should
         */
        public Tls open() {
            boolean knowsWhom = trust != null || !fingerprints.isEmpty();
            ClientAuthentication asks = clientAuthentication != null
                    ? clientAuthentication
                    : knowsWhom ? ClientAuthentication.REQUIRED : ClientAuthentication.NONE;
            if (asks != ClientAuthentication.NONE && !knowsWhom) {
                throw new TlsException(
                        "certificates of clients are " + asks.name().toLowerCase(Locale.ROOT)
                                + ", but nothing says which to trust; give a bundle or fingerprints",
                        null);
            }
            TlsFiles files = new TlsFiles(key, certificates, trust, keyPassword, Set.copyOf(fingerprints));
            return new Tls(new ReloadingSource(files), asks, checkHostName && fingerprints.isEmpty());
        }
    }

    /**
     * A fingerprint in the form of {@link #fingerprint(X509Certificate)}.
     *
     * @param sha256 64 hexadecimal digits of either case, with or without colons or spaces, and {@code SHA256:} before them if you like
     * @return 64 hexadecimal digits in lower case
     * @throws IllegalArgumentException if it has another form
     */
    public static String normalized(String sha256) {
        String digits = sha256.strip()
                .toLowerCase(Locale.ROOT)
                .replaceFirst("^sha-?256[:=]", "")
                .replaceAll("[: ]", "");
        if (!digits.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "fingerprint \"" + sha256 + "\", expected SHA-256 as 64 hexadecimal digits");
        }
        return digits;
    }
}
