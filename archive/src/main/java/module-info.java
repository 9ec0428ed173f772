/** The archive: receive, store, find, retrieve, keep, verify, quarantine. */
module org.diconde4j.archive {
    requires transitive org.diconde4j.core;
    requires transitive org.diconde4j.net;
    requires transitive org.diconde4j.storage;
    requires org.slf4j;
    requires static transitive org.jspecify;
    requires static micrometer.core;

    exports org.diconde4j.archive;
    exports org.diconde4j.archive.access;
    exports org.diconde4j.archive.workflow;
    exports org.diconde4j.archive.commitment;
    exports org.diconde4j.archive.delivery;
    exports org.diconde4j.archive.outbox;
    exports org.diconde4j.archive.keep;
    exports org.diconde4j.archive.compress;
    exports org.diconde4j.archive.micrometer;
}
