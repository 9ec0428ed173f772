package org.diconde4j.web.http;

import java.util.List;
import java.util.Locale;

/** Whether answers are compressed on their way (RFC 9110 8.4, 12.5.3). Pixels never are: it takes long and gains nothing. */
public final class Coding {
    private static final List<String> TEXTS = List.of(
            "application/dicom+json",
            "application/json",
            "application/dicom+xml",
            "multipart/related; type=\"application/dicom+xml\"",
            "application/vnd.sun.wadl+xml");

    private Coding() {}

    /**
     * Whether a representation is text.
     *
     * @param contentType its media type
     * @return whether it is worth to be compressed
     */
    public static boolean isText(String contentType) {
        return TEXTS.stream().anyMatch(contentType::startsWith);
    }

    /**
     * Whether a client takes gzip.
     *
     * @param headers the values of its Accept-Encoding
     * @return whether it says so
     */
    public static boolean takesGzip(List<String> headers) {
        boolean any = false;
        for (String header : headers) {
            for (String coding : header.split(",")) {
                String[] parts = coding.trim().toLowerCase(Locale.ROOT).split("\\s*;\\s*");
                boolean refused = parts.length > 1 && parts[1].matches("q\\s*=\\s*0(\\.0{0,3})?");
                if (parts[0].equals("gzip") || parts[0].equals("x-gzip")) {
                    return !refused;
                }
                any |= parts[0].equals("*") && !refused;
            }
        }
        return any;
    }
}
