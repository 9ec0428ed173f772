/** The DICOM upper layer and the DIMSE services. */
module org.diconde4j.net {
    requires transitive org.diconde4j.core;
    requires org.slf4j;
    requires static transitive org.jspecify;
    requires static micrometer.core;

    exports org.diconde4j.net;
    exports org.diconde4j.net.access;
    exports org.diconde4j.net.micrometer;
    exports org.diconde4j.net.pdu;
    exports org.diconde4j.net.service;
    exports org.diconde4j.net.tls;
}
