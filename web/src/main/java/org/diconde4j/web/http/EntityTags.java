package org.diconde4j.web.http;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The entity tags of a conditional request (RFC 9110 8.8.3, 13.1). */
public final class EntityTags {
    private static final Pattern TAG = Pattern.compile("\\*|(?:W/)?\"[^\"]*\"");

    private EntityTags() {}

    /**
     * Looks for a tag.
     *
     * @param headers the values of If-Match, If-None-Match or If-Range
     * @param tag the tag of what there is
     * @param strong whether only what is the same byte for byte counts (RFC 9110 8.8.3.2)
     * @return whether it is among those of the headers
     */
    public static boolean match(List<String> headers, String tag, boolean strong) {
        for (String header : headers) {
            Matcher matcher = TAG.matcher(header);
            while (matcher.find()) {
                String one = matcher.group();
                boolean same = strong
                        ? !tag.startsWith("W/") && one.equals(tag)
                        : opaque(one).equals(opaque(tag));
                if (one.equals("*") || same) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String opaque(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }
}
