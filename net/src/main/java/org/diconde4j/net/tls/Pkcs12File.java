package org.diconde4j.net.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one private key of a PKCS#12 file (RFC 7292), with its certificate and those that follow it. */
final class Pkcs12File {
    private static final int MAX_LENGTH = 8 << 20;

    private Pkcs12File() {}

    /**
     * Reads the file.
     *
     * @param password of the file and of the key in it; null for none
     */
    static KeyStore.PrivateKeyEntry read(Path path, char @Nullable [] password) {
        char[] secret = password == null ? new char[0] : password;
        try {
            KeyStore store = open(path, secret);
            List<String> keys = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias) && store.getKey(alias, secret) instanceof PrivateKey) {
                    keys.add(alias);
                }
            }
            if (keys.size() != 1) {
                throw new TlsException(
                        path + " holds " + keys.size() + " private keys, expected one"
                                + (keys.isEmpty() ? "" : ", found " + String.join(", ", keys)),
                        null);
            }
            if (store.getCertificateChain(keys.get(0)) == null
                    || !(store.getEntry(keys.get(0), new KeyStore.PasswordProtection(secret))
                            instanceof KeyStore.PrivateKeyEntry entry)) {
                throw new TlsException(path + " holds no certificate of its private key", null);
            }
            PemKey.requireMatch(
                    path, entry.getPrivateKey(), entry.getCertificate().getPublicKey());
            return entry;
        } catch (GeneralSecurityException e) {
            throw new TlsException(path + ": the private key cannot be read: " + e.getMessage(), e);
        }
    }

    private static KeyStore open(Path path, char[] password) throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(path)) {
            long length = Files.size(path);
            if (length > MAX_LENGTH) {
                throw new TlsException(path + " has " + length + " bytes, expected at most " + MAX_LENGTH, null);
            }
            store.load(in, password);
            return store;
        } catch (NoSuchFileException e) {
            throw new TlsException(path + " does not exist", e);
        } catch (IOException | GeneralSecurityException e) {
            throw new TlsException(
                    path + " cannot be read as PKCS#12: it is none, or its password is "
                            + (password.length == 0 ? "missing" : "another") + ": " + e.getMessage(),
                    e);
        }
    }
}
