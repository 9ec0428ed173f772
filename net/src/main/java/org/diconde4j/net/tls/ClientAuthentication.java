package org.diconde4j.net.tls;

/** Whether a server wants to know who calls. */
public enum ClientAuthentication {
    /** Without a certificate that is trusted there is no connection. */
    REQUIRED,

    /** A certificate is asked for, and must be trusted if there is one. */
    WANTED,

    /** No certificate is asked for. */
    NONE
}
