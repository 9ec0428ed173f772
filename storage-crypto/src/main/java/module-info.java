/** Encryption at rest around any object store. */
module org.diconde4j.storage.crypto {
    requires transitive org.diconde4j.storage;
    requires com.google.crypto.tink;
    requires transitive static org.jspecify;

    exports org.diconde4j.storage.crypto;

    provides org.diconde4j.storage.ObjectStoreProvider with
            org.diconde4j.storage.crypto.CryptoObjectStoreProvider;
    provides org.diconde4j.storage.keys.KeyServiceProvider with
            org.diconde4j.storage.crypto.KeyRingProvider;
}
