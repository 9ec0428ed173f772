/** The storage contract: object store, receipts, index and records. */
module org.diconde4j.storage {
    requires transitive org.diconde4j.core;
    requires transitive static org.jspecify;

    exports org.diconde4j.storage;

    uses org.diconde4j.storage.ObjectStoreProvider;
    uses org.diconde4j.storage.IndexProvider;
    uses org.diconde4j.storage.RecordsProvider;
}
