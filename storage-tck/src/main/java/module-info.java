/** The storage contract as runnable tests. */
module org.diconde4j.storage.tck {
    requires transitive org.diconde4j.storage;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;
    requires transitive static org.jspecify;

    exports org.diconde4j.storage.tck;
    exports org.diconde4j.storage.tck.faults;

    opens org.diconde4j.storage.tck;
}
