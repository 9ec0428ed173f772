/** Object store, index and records in memory, for tests. */
module org.diconde4j.storage.memory {
    requires transitive org.diconde4j.storage;
    requires transitive static org.jspecify;

    exports org.diconde4j.storage.memory;

    provides org.diconde4j.storage.ObjectStoreProvider with
            org.diconde4j.storage.memory.MemoryObjectStoreProvider;
    provides org.diconde4j.storage.IndexProvider with
            org.diconde4j.storage.memory.MemoryIndexProvider;
    provides org.diconde4j.storage.RecordsProvider with
            org.diconde4j.storage.memory.MemoryRecordsProvider;
}
