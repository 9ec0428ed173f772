package org.diconde4j.net.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** The files that TLS is made of: a key without a file of certificates is in PKCS#12, which has both. */
record TlsFiles(
        @Nullable Path key,
        @Nullable Path certificates,
        @Nullable Path trust,
        char @Nullable [] keyPassword,
        Set<String> fingerprints) {
    /** Resumed sessions skip the look at the certificate, so they must not live long. */
    private static final int SESSION_SECONDS = 600;

    /** What tells that a file is not the one that was read. */
    String stamp() {
        StringBuilder stamp = new StringBuilder();
        Stream.of(key, certificates, trust).forEach(file -> {
            if (file != null) {
                try {
                    BasicFileAttributes a = Files.readAttributes(file, BasicFileAttributes.class);
                    stamp.append(a.lastModifiedTime().toInstant())
                            .append('/')
                            .append(a.size())
                            .append('/')
                            .append(a.fileKey());
                } catch (IOException e) {
                    stamp.append("unreadable");
                }
            }
            stamp.append(';');
        });
        return stamp.toString();
    }

    SSLContext load() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(), new TrustManager[] {new PeerCheck(chains(), fingerprints)}, null);
            context.getServerSessionContext().setSessionTimeout(SESSION_SECONDS);
            context.getClientSessionContext().setSessionTimeout(SESSION_SECONDS);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private KeyManager @Nullable [] keyManagers() throws GeneralSecurityException, IOException {
        if (key == null) {
            return null;
        }
        KeyStore.PrivateKeyEntry own =
                certificates == null ? Pkcs12File.read(key, keyPassword) : pem(key, certificates);
        char[] none = {};
        KeyStore store = empty();
        store.setKeyEntry("identity", own.getPrivateKey(), none, own.getCertificateChain());
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, none);
        return factory.getKeyManagers();
    }

    private KeyStore.PrivateKeyEntry pem(Path key, Path certificates) {
        List<X509Certificate> chain = PemFile.read(certificates).certificates();
        PrivateKey own =
                PemKey.read(PemFile.read(key), keyPassword, chain.get(0).getPublicKey());
        return new KeyStore.PrivateKeyEntry(own, chain.toArray(X509Certificate[]::new));
    }

    private @Nullable X509ExtendedTrustManager chains() throws GeneralSecurityException, IOException {
        if (trust == null && !fingerprints.isEmpty()) {
            return null;
        }
        KeyStore store = null; // null stands for the authorities that the JVM trusts
        if (trust != null) {
            store = empty();
            int number = 0;
            for (X509Certificate authority : PemFile.read(trust).certificates()) {
                store.setCertificateEntry(String.valueOf(number++), authority);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("this JVM has no X.509 trust manager");
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
