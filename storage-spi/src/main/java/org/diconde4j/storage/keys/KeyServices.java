package org.diconde4j.storage.keys;

import java.net.URI;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.diconde4j.storage.MissingProviderException;
import org.diconde4j.storage.StorageException;

/** Opens key services by URI, with the providers that are on the class path or module path. */
public final class KeyServices {
    private KeyServices() {}

    /**
     * Opens a key service that is there.
     *
     * @param uri such as {@code keyring:/secure/archive.ring}, or what else a provider serves
     * @param base the folder that a relative path in the URI begins at
     * @return the open service
     * @throws MissingProviderException if no provider serves the URI
     * @throws StorageException if it is not there or can't be opened
     */
    public static KeyService open(URI uri, Path base) {
        return provider(uri).open(uri, base);
    }

    /**
     * Makes a new key service with one master key.
     *
     * @param uri such as {@code keyring:/secure/archive.ring}, or what else a provider serves
     * @param base the folder that a relative path in the URI begins at
     * @return the open service
     * @throws MissingProviderException if no provider serves the URI
     * @throws StorageException if there is one already, or it can't be made
     */
    public static KeyService create(URI uri, Path base) {
        return provider(uri).create(uri, base);
    }

    /** Looked for as stores are: with the loader of the thread, then with that of this class. */
    private static KeyServiceProvider provider(URI uri) {
        for (ServiceLoader<KeyServiceProvider> loader : java.util.List.of(
                ServiceLoader.load(KeyServiceProvider.class),
                ServiceLoader.load(KeyServiceProvider.class, KeyServices.class.getClassLoader()))) {
            for (KeyServiceProvider provider : loader) {
                if (provider.supports(uri)) {
                    return provider;
                }
            }
        }
        throw new MissingProviderException("no key service provider serves the URI " + uri
                + "; for keyring: add the artifact org.diconde4j:diconde4j-storage-crypto to the class path");
    }
}
