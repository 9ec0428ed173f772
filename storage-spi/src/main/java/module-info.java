/** The storage contract: object store, receipts, index, records, and the keys of encrypted stores. */
module org.diconde4j.storage {
    requires transitive org.diconde4j.core;
    requires transitive static org.jspecify;

    exports org.diconde4j.storage;
    exports org.diconde4j.storage.keys;

    uses org.diconde4j.storage.ObjectStoreProvider;
    uses org.diconde4j.storage.IndexProvider;
    uses org.diconde4j.storage.RecordsProvider;
    uses org.diconde4j.storage.keys.KeyServiceProvider;
}
