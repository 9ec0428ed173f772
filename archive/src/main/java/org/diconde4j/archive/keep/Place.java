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

    static Place at(URI uri) {
        return new Place(uri, () -> StorageProviders.openObjects(uri, OpenOptions.defaults()), true);
    }

    static Place of(ObjectStore store) {
        return new Place(store.uri(), () -> store, false);
    }

    URI uri() {
        return uri;
    }

    /** Opens it for one piece of work. */
    Visit visit() {
        ObjectStore store = opener.get();
        return new Visit(store, ours);
    }

    /** Opens it for good: who calls has to close it. */
    ObjectStore take() {
        return opener.get();
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
