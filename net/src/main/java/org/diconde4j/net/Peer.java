package org.diconde4j.net;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An application entity to talk to.
 *
 * @param aeTitle its title, 1 to 16 characters
 * @param host name or address
 * @param port 1 to 65535
 */
public record Peer(String aeTitle, String host, int port) {
    private static final Pattern TEXT = Pattern.compile("([^@]{1,16})@(.+):(\\d{1,5})");

    /**
     * Checks title and port.
     *
     * @param aeTitle its title, 1 to 16 characters
     * @param host name or address
     * @param port 1 to 65535
     */
    public Peer {
        if (aeTitle.isBlank() || aeTitle.length() > 16) {
            throw new IllegalArgumentException("AE title \"" + aeTitle + "\", expected 1 to 16 characters");
        }
        if (host.isBlank()) {
            throw new IllegalArgumentException("empty host of peer " + aeTitle);
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " of peer " + aeTitle + ", expected 1 to 65535");
        }
    }

    /**
     * Reads the form {@code AET@HOST:PORT}.
     *
     * @param text the peer as people write it
     * @return the peer
     * @throws IllegalArgumentException if the text has another form
     */
    public static Peer parse(String text) {
        Matcher m = TEXT.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("peer \"" + text + "\", expected AET@HOST:PORT");
        }
        return new Peer(m.group(1), m.group(2), Integer.parseInt(m.group(3)));
    }

    /**
     * The form that {@link #parse} reads.
     *
     * @return AET@HOST:PORT
     */
    @Override
    public String toString() {
        return aeTitle + "@" + host + ":" + port;
    }
}
