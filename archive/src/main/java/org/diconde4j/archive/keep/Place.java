package org.diconde4j.archive.keep;

import java.net.URI;
import java.util.function.Supplier;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.StorageProviders;

/** Another store: opened when it is needed and closed then, or open already and closed by whom it belongs to. */
final class Place {
    private final Supplier<ObjectStore> opener;
    private final boolean ours;
    private final URI uri;

    private Place(URI uri, Supplier<ObjectStore> opener, boolean ours) {
        this.uri = uri;
        this.opener = opener;
        this.ours = ours;
    }

    /** A store that is encrypted with the keys of the first one, if that is: a copy in clear would give away what they protect. */
    static Place at(URI other, URI first) {
        URI uri = encryptedAs(first, other);
        return new Place(uri, () -> StorageProviders.openObjects(uri, OpenOptions.defaults()), true);
    }

    static Place of(ObjectStore store) {
        return new Place(store.uri(), () -> store, false);
    }

    static URI encryptedAs(URI first, URI other) {
        boolean plain = !"crypto".equalsIgnoreCase(other.getScheme());
        String text = first.toString();
        return plain && "crypto".equalsIgnoreCase(first.getScheme())
                ? URI.create(text.substring(0, text.indexOf('!') + 1) + other)
                : other;
    }

    URI uri() {
        return uri;
    }

    /** Opens it for one piece of work. */
    Visit visit() {
        ObjectStore store = opener.get();
        return new Visit(store, ours);
    }

    /** An open store. */
    record Visit(ObjectStore store, boolean ours) implements AutoCloseable {
        @Override
        public void close() {
            if (ours) {
                store.close();
            }
        }
    }
}
