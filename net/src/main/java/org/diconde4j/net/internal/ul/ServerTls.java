package org.diconde4j.net.internal.ul;

import javax.net.ssl.SSLContext;

/** What a server needs to speak TLS. */
public record ServerTls(SSLContext context, boolean needClientCertificate) {}
