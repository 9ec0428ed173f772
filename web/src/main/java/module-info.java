/** DICOMweb: the archive over HTTP. */
module org.diconde4j.web {
    requires transitive org.diconde4j.archive;
    requires org.diconde4j.render;
    requires com.nimbusds.jose.jwt;
    requires org.eclipse.jetty.alpn.server;
    requires org.eclipse.jetty.alpn.java.server;
    requires org.eclipse.jetty.http2.server;
    requires org.eclipse.jetty.server;
    requires org.eclipse.jetty.http;
    requires org.eclipse.jetty.io;
    requires org.eclipse.jetty.util;
    requires org.eclipse.jetty.websocket.server;
    requires tools.jackson.core;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports org.diconde4j.web;
    exports org.diconde4j.web.socket to
            org.eclipse.jetty.websocket.common;
    exports org.diconde4j.web.access;
}
