package org.diconde4j.net.internal.scu;

/** Where to open an association to. */
public record Destination(String aeTitle, String host, int port) {
    @Override
    public String toString() {
        return aeTitle + "@" + host + ":" + port;
    }
}
