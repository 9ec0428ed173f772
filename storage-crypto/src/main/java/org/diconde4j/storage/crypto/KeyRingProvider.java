package org.diconde4j.storage.crypto;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.keys.KeyService;
import org.diconde4j.storage.keys.KeyServiceProvider;
import org.jspecify.annotations.Nullable;

/**
 * Opens {@code keyring:PATH} and {@code keyring:PATH?passphrase-file=FILE}: master keys in a file that only its owner may read, and
 * that may be encrypted with a passphrase, the first line of FILE. Relative paths begin at the folder of the store keys.
 */
public final class KeyRingProvider implements KeyServiceProvider {
    private static final String SCHEME = "keyring";
    private static final String QUERY = "?passphrase-file=";

    /** For {@link java.util.ServiceLoader}. */
    public KeyRingProvider() {}

    @Override
    public boolean supports(URI uri) {
        return SCHEME.equalsIgnoreCase(uri.getScheme());
    }

    @Override
    public KeyService open(URI uri, Path base) {
        return KeyRing.open(path(uri, base), passphrase(uri, base));
    }

    @Override
    public KeyService create(URI uri, Path base) {
        return KeyRing.create(path(uri, base), passphrase(uri, base));
    }

    static URI uri(String path, Passphrase passphrase) {
        try {
            String plain = new URI(null, null, path, null).getRawPath();
            Path file = passphrase.file();
            return URI.create(SCHEME + ":" + plain
                    + (file == null ? "" : QUERY + file.toUri().getRawPath()));
        } catch (URISyntaxException e) {
            throw new StorageException("the path " + path + " can't stand in a URI", e);
        }
    }

    private static Path path(URI uri, Path base) {
        String raw = uri.getRawSchemeSpecificPart();
        int query = raw.indexOf('?');
        return resolve(uri, query < 0 ? raw : raw.substring(0, query), base);
    }

    private static Passphrase passphrase(URI uri, Path base) {
        String raw = uri.getRawSchemeSpecificPart();
        int query = raw.indexOf('?');
        @Nullable Path file = null;
        if (query >= 0) {
            if (!raw.startsWith(QUERY, query)) {
                throw bad(uri);
            }
            file = resolve(uri, raw.substring(query + QUERY.length()), base);
        }
        return new Passphrase(file);
    }

    private static Path resolve(URI uri, String rawPath, Path base) {
        String path = URI.create("x:" + rawPath).getSchemeSpecificPart();
        while (path.startsWith("//")) {
            path = path.substring(1);
        }
        if (path.matches("/[A-Za-z]:.*")) {
            path = path.substring(1);
        }
        if (path.isEmpty()) {
            throw bad(uri);
        }
        return base.resolve(path).toAbsolutePath().normalize();
    }

    private static StorageException bad(URI uri) {
        return new StorageException("the URI " + uri + " names no key ring; expected one such as"
                + " keyring:/secure/archive.ring or keyring:/secure/archive.ring?passphrase-file=/run/secrets/ring");
    }
}
