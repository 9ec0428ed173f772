package org.diconde4j.web.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters behind the question mark of a URI, in their order, each with its values. Immutable. */
public final class QueryParameters {
    private static final int MOST = 1000;

    private final Map<String, List<String>> values;

    private QueryParameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * Reads parameters.
     *
     * @param query what stands behind the question mark, percent-encoded; null if nothing does
     * @return the parameters
     * @throws HttpProblem of status 400 if there is an escape that means nothing, or more than 1000 parameters
     */
    public static QueryParameters of(@Nullable String query) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        int count = 0;
        for (String pair : query == null ? new String[0] : query.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            if (++count > MOST) {
                throw HttpProblem.badRequest("a query of more than " + MOST + " parameters");
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            values.computeIfAbsent(name, key -> new ArrayList<>())
                    .add(equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
        return new QueryParameters(values);
    }

    private static String decode(String text) {
        try {
            String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
            if (decoded.indexOf('\uFFFD') >= 0 && !text.toUpperCase(Locale.ROOT).contains("%EF%BF%BD")) {
                throw HttpProblem.badRequest("expected a query in UTF-8, found \"" + text + "\"");
            }
            return decoded;
        } catch (IllegalArgumentException e) {
            throw new HttpProblem(
                    400, "expected two hexadecimal digits behind each % of a URI, found \"" + text + "\"", e);
        }
    }

    /**
     * All parameters.
     *
     * @return names with their values
     */
    public Map<String, List<String>> all() {
        return Collections.unmodifiableMap(values);
    }

    /**
     * The values of a parameter.
     *
     * @param name its name
     * @return its values, none if it is not there
     */
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /**
     * The one value of a parameter.
     *
     * @param name its name
     * @return its value, or null if it is not there
     * @throws HttpProblem of status 400 if it is there more than once
     */
    public @Nullable String one(String name) {
        List<String> all = all(name);
        if (all.size() > 1) {
            throw HttpProblem.badRequest("parameter " + name + " is there " + all.size() + " times, expected once");
        }
        return all.isEmpty() ? null : all.get(0);
    }

    /**
     * A parameter that is a number.
     *
     * @param name its name
     * @param otherwise if it is not there
     * @return the number, not negative
     * @throws HttpProblem of status 400 if it is another text
     */
    public long number(String name, long otherwise) {
        String text = one(name);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw HttpProblem.badRequest(
                    "expected a number of at most 18 digits as " + name + ", found \"" + text + "\"");
        }
        return Long.parseLong(text);
    }

    /**
     * A parameter that is true or false.
     *
     * @param name its name
     * @return whether it is {@code true}
     * @throws HttpProblem of status 400 if it is another text
     */
    public boolean flag(String name) {
        String text = one(name);
        if (text == null || text.equals("false")) {
            return false;
        }
        if (!text.equals("true")) {
            throw HttpProblem.badRequest("expected true or false as " + name + ", found \"" + text + "\"");
        }
        return true;
    }
}
