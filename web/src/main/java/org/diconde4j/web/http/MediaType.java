package org.diconde4j.web.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A media type or range with its parameters (RFC 9110 8.3.1, 12.5.1), values quoted or not. Immutable.
 *
 * @param type before the slash, in lower case
 * @param subtype behind it, in lower case
 * @param parameters by their names in lower case
 */
public record MediaType(String type, String subtype, Map<String, String> parameters) {
    /**
     * Copies the parameters.
     *
     * @param type before the slash, in lower case
     * @param subtype behind it, in lower case
     * @param parameters by their names in lower case
     */
    public MediaType {
        parameters = Map.copyOf(parameters);
    }

    /**
     * Reads one media type.
     *
     * @param text the value of a header
     * @return the media type
     * @throws HttpProblem of status 400 if it is none
     */
    public static MediaType of(String text) {
        List<MediaType> all = list(text);
        if (all.size() != 1) {
            throw HttpProblem.badRequest("expected one media type, found \"" + text + "\"");
        }
        return all.get(0);
    }

    /**
     * Reads media types that are separated by commas.
     *
     * @param text the value of a header
     * @return the media types
     * @throws HttpProblem of status 400 if there is something else
     */
    public static List<MediaType> list(String text) {
        return new Parser(text).list();
    }

    /**
     * Type and subtype.
     *
     * @return as {@code application/dicom}
     */
    public String essence() {
        return type + "/" + subtype;
    }

    /**
     * A parameter.
     *
     * @param name in lower case
     * @return its value, or null if there is none
     */
    public @Nullable String parameter(String name) {
        return parameters.get(name);
    }

    /** Reads from left to right. */
    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        List<MediaType> list() {
            List<MediaType> all = new ArrayList<>();
            while (true) {
                skipSpace();
                if (at == text.length()) {
                    return all;
                }
                if (text.charAt(at) == ',') {
                    at++; // empty members of a list count for nothing (RFC 9110 5.6.1)
                    continue;
                }
                all.add(one());
                skipSpace();
                if (at < text.length() && text.charAt(at) != ',') {
                    throw wrong();
                }
            }
        }

        private MediaType one() {
            String type = token();
            if (at == text.length() || text.charAt(at) != '/') {
                throw wrong();
            }
            at++;
            String subtype = token();
            Map<String, String> parameters = new LinkedHashMap<>();
            skipSpace();
            while (at < text.length() && text.charAt(at) == ';') {
                at++;
                skipSpace();
                if (at < text.length() && text.charAt(at) != ';' && text.charAt(at) != ',') {
                    String name = token();
                    skipSpace();
                    if (at == text.length() || text.charAt(at) != '=') {
                        throw wrong();
                    }
                    at++;
                    skipSpace();
                    parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value());
                    skipSpace();
                }
            }
            return new MediaType(type.toLowerCase(Locale.ROOT), subtype.toLowerCase(Locale.ROOT), parameters);
        }

        private String value() {
            if (at < text.length() && text.charAt(at) == '"') {
                return quoted();
            }
            // Many clients leave the quotation marks around a media type away.
            int start = at;
            while (at < text.length() && ";,\" \t".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            if (start == at) {
                throw wrong();
            }
            return text.substring(start, at);
        }

        private String quoted() {
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '"') {
                    at++;
                    return value.toString();
                }
                if (c == '\\' && at + 1 < text.length()) {
                    c = text.charAt(++at);
                }
                value.append(c);
            }
            throw wrong();
        }

        private String token() {
            int start = at;
            while (at < text.length() && isToken(text.charAt(at))) {
                at++;
            }
            if (start == at) {
                throw wrong();
            }
            return text.substring(start, at);
        }

        private static boolean isToken(char c) {
            return c > ' ' && c < 0x7F && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0;
        }

        private void skipSpace() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
        }

        private HttpProblem wrong() {
            String found = text.length() > 200 ? text.substring(0, 200) + "…" : text;
            return HttpProblem.badRequest("expected media types such as application/dicom+json, found \"" + found
                    + "\", wrong from character " + (at + 1) + " on");
        }
    }
}
