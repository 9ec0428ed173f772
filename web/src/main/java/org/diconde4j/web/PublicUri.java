package org.diconde4j.web;

import java.net.URI;
import java.util.Locale;

/**
 * Where clients reach the service through a proxy, as its owner says it: headers such as X-Forwarded-Host are written by whoever likes.
 *
 * @param base without a slash at its end
 * @param host the host in it
 */
record PublicUri(String base, String host) {
    static PublicUri of(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (!scheme.matches("https?")
                || host == null
                || uri.getRawUserInfo() != null
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "expected where clients reach the service, such as https://pacs.example.com/dicom-web, found "
                            + uri);
        }
        String text = uri.toASCIIString();
        return new PublicUri(scheme + text.substring(scheme.length()).replaceFirst("/+$", ""), host);
    }
}
