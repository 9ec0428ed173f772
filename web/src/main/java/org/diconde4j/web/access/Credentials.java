package org.diconde4j.web.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.diconde4j.web.WebExchange;
import org.jspecify.annotations.Nullable;

/** What a request says of its sender (RFC 9110 11.6.2). */
final class Credentials {
    static final String NONE = "expected credentials in the header Authorization, found none of this kind";
    static final String IN_CLEAR =
            "expected an encrypted connection: credentials that pass a network in clear are no secret any more";

    private Credentials() {}

    /** The credentials of a scheme, or null if there are none, or more than one. */
    static @Nullable String of(WebExchange exchange, String scheme) {
        List<String> headers = exchange.headers("Authorization");
        if (headers.size() != 1) {
            return null;
        }
        String header = headers.get(0).strip();
        boolean fits = header.regionMatches(true, 0, scheme + " ", 0, scheme.length() + 1);
        return fits ? header.substring(scheme.length() + 1).strip() : null;
    }

    /** Whether nobody in between can read along. */
    static boolean areSafe(WebExchange exchange) {
        return exchange.base().startsWith("https:") || isLoopback(exchange.client());
    }

    private static boolean isLoopback(String address) {
        try {
            // Digits and colons alone: a name would be looked up.
            return address.matches("[0-9a-fA-F.:\\[\\]%]+")
                    && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
