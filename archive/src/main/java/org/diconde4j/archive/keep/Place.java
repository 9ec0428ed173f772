package org.diconde4j.archive.keep;

import java.net.URI;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.StorageProviders;

/** Another store, or other records: opened when needed and closed then, or open already and closed by whom they belong to. */
final class Place<T> {
    private final Supplier<T> opener;
    private final Consumer<T> closer;
    private final URI uri;

    private Place(URI uri, Supplier<T> opener, Consumer<T> closer) {
        this.uri = uri;
        this.opener = opener;
        this.closer = closer;
    }

    /** A store that is encrypted with the keys of the first one, if that is: a copy in clear would give away what they protect. */
    static Place<ObjectStore> at(URI other, URI first) {
        URI uri = encryptedAs(first, other);
        return new Place<>(uri, () -> StorageProviders.openObjects(uri, OpenOptions.defaults()), ObjectStore::close);
    }

    static Place<ObjectStore> of(ObjectStore store) {
        return new Place<>(store.uri(), () -> store, open -> {});
    }

    static Place<Records> ofRecords(URI uri) {
        return new Place<>(uri, () -> StorageProviders.openRecords(uri), Records::close);
    }

    static Place<Records> ofRecords(Records records) {
        return new Place<>(records.uri(), () -> records, open -> {});
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
    Visit<T> visit() {
        return new Visit<>(opener.get(), closer);
    }

    /** What is open. */
    record Visit<T>(T store, Consumer<T> closer) implements AutoCloseable {
        @Override
        public void close() {
            closer.accept(store);
        }
    }
}
