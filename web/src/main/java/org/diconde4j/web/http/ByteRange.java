package org.diconde4j.web.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a representation (RFC 9110 14.1.2).
 *
 * @param first offset of its first byte
 * @param length its number of bytes, at least 1
 */
public record ByteRange(long first, long length) {
    private static final Pattern ONE = Pattern.compile("bytes\\s*=\\s*([0-9]{0,18})\\s*-\\s*([0-9]{0,18})");

    /**
     * Reads what is asked for.
     *
     * @param header the value of the Range header
     * @param whole bytes of the representation
     * @return the part, or null if the header is to be ignored: it asks for several parts, in another unit, or makes no sense
     * @throws HttpProblem of status 416 if nothing of the representation is in the part
     */
    public static @Nullable ByteRange of(String header, long whole) {
        Matcher matcher = ONE.matcher(header.trim());
        if (!matcher.matches() || matcher.group(1).isEmpty() && matcher.group(2).isEmpty()) {
            return null;
        }
        long first;
        long last;
        if (matcher.group(1).isEmpty()) {
            long suffix = Long.parseLong(matcher.group(2));
            first = suffix == 0 ? whole : Math.max(0, whole - suffix);
            last = whole - 1;
        } else {
            first = Long.parseLong(matcher.group(1));
            last = matcher.group(2).isEmpty() ? whole - 1 : Long.parseLong(matcher.group(2));
            if (last < first && !matcher.group(2).isEmpty()) {
                return null;
            }
        }
        if (first >= whole) {
            throw new HttpProblem(416, "expected a part of the " + whole + " bytes that there are, found " + header)
                    .with("Content-Range", "bytes */" + whole);
        }
        return new ByteRange(first, Math.min(last, whole - 1) - first + 1);
    }

    /**
     * The value of Content-Range.
     *
     * @param whole bytes of the representation
     * @return such as {@code bytes 0-99/1000}
     */
    public String contentRange(long whole) {
        return "bytes " + first + "-" + (first + length - 1) + "/" + whole;
    }
}
