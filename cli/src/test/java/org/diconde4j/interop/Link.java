package org.diconde4j.interop;

/** How two application entities are connected. */
enum Link {
    PLAIN,
    TLS
}
