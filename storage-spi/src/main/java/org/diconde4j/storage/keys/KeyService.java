package org.diconde4j.storage.keys;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.diconde4j.storage.StorageException;

/**
 * Holds master keys and never gives one away: it wraps and unwraps other keys with them. A file, a key management service or a
 * hardware module can be one.
 *
 * <ul>
 *   <li>All methods may be called by any number of threads at once, and every wait in them is finite.
 *   <li>What a key has wrapped can be unwrapped until that key is {@linkplain #forget forgotten}, after rotations too.
 *   <li>It is asked when a store is opened and for a key that is not known yet, not for each object.
 * </ul>
 */
public interface KeyService extends AutoCloseable {
    /**
     * Returns the id of the master key that wraps from now on.
     *
     * @return the id: letters, digits, {@code . _ : / -}, at most 200
     */
    String currentKeyId();

    /**
     * Lists the master keys.
     *
     * @return what may be told about them, oldest first
     */
    List<KeyInfo> keys();

    /**
     * Wraps a key with the current master key. A service that knows the {@linkplain #users users} of its keys has durably written
     * down the context before it gives the wrapped key away.
     *
     * @param secret the key to wrap
     * @param context what it is for, one line; unwrapping needs the same text
     * @return the wrapped key
     * @throws StorageException if the service can't
     */
    WrappedKey wrap(byte[] secret, String context);

    /**
     * Unwraps a key.
     *
     * @param wrapped what {@link #wrap} gave
     * @param context what it is for
     * @return the key
     * @throws KeyException if the master key is not here, or what it wrapped is damaged or for something else
     * @throws StorageException if the service can't
     */
    byte[] unwrap(WrappedKey wrapped, String context);

    /**
     * Makes a new master key the current one. The earlier ones go on to unwrap.
     *
     * @return the id of the new key, which is durable
     * @throws StorageException if the service can't
     */
    String rotate();

    /**
     * Tells what a master key is needed for. A service may serve several files of store keys, so none of them can tell by itself.
     *
     * @param keyId its id
     * @return what is known; {@link KeyUsers#UNKNOWN} if the service does not say more
     * @throws KeyException if the key is not here
     * @throws StorageException if the service can't
     */
    default KeyUsers users(String keyId) {
        return KeyUsers.UNKNOWN;
    }

    /**
     * Says that what a master key has wrapped for some contexts is not needed any more: it was wrapped again by another key, which
     * is durable, or is gone for good. Contexts that do not stand at the key are left out.
     *
     * @param keyId the id of the master key
     * @param contexts the contexts
     * @throws KeyException if the key is not here
     * @throws StorageException if the service can't
     */
    default void release(String keyId, Set<String> contexts) {
        // A service that writes down no users has none to strike out.
    }

    /**
     * Destroys an earlier master key. What it has wrapped is lost with it.
     *
     * @param keyId its id
     * @throws KeyException if it is the current one, not here, or known to be needed
     * @throws StorageException if the service can't
     */
    void forget(String keyId);

    /**
     * Copies the master keys into a folder, as a part of a backup; protected in the same way as here.
     *
     * @param folder an existing folder
     * @return the URI of the copy, relative to the folder; empty if this service gives no keys away and is to be backed up by
     *     its own means
     * @throws StorageException if they can't be written, or something of that name is there
     */
    Optional<URI> export(Path folder);

    /** Ends the use of the service. Closing again does nothing. */
    @Override
    void close();
}
