package org.diconde4j.net.tls;

import javax.net.ssl.SSLContext;

/** Where keys and trust come from. */
@FunctionalInterface
interface TlsSource {
    /** What is in force now. */
    SSLContext context();

    /** Whether there is a key to be a server with, as far as can be known. */
    default boolean hasKey() {
        return true;
    }
}
