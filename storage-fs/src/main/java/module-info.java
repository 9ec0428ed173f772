/** Object store of plain Part 10 files, and records as text files. */
module org.diconde4j.storage.fs {
    requires transitive org.diconde4j.storage;
    requires jdk.unsupported; // O_DIRECT
    requires org.slf4j;
    requires transitive static org.jspecify;

    exports org.diconde4j.storage.fs;

    provides org.diconde4j.storage.ObjectStoreProvider with
            org.diconde4j.storage.fs.FsObjectStoreProvider;
    provides org.diconde4j.storage.RecordsProvider with
            org.diconde4j.storage.fs.FsRecordsProvider;
}
