package org.diconde4j.storage;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * JSON objects (RFC 8259) whose values are strings, whole numbers and arrays of strings, which is all that a receipt needs, and
 * objects that stay text.
 */
final class FlatJson {
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,19}");

    private final String text;
    private int at;

    private FlatJson(String text) {
        this.text = text;
    }

    /** A value that is JSON already, as {@link #read} gives an object: written as it is. */
    static CharSequence raw(String json) {
        return new StringBuilder(json);
    }

    static String write(Map<String, ?> members) {
        StringBuilder b = new StringBuilder(512).append('{');
        members.forEach((key, value) -> {
            if (b.length() > 1) {
                b.append(',');
            }
            string(b, key);
            b.append(':');
            value(b, value);
        });
        return b.append('}').toString();
    }

    private static void value(StringBuilder b, Object value) {
        if (value instanceof List<?> list) {
            b.append('[');
            for (int i = 0; i < list.size(); i++) {
                if (i > 0) {
                    b.append(',');
                }
                value(b, list.get(i));
            }
            b.append(']');
        } else if (value instanceof String s) {
            string(b, s);
        } else {
            b.append(value);
        }
    }

    private static void string(StringBuilder b, String s) {
        b.append('"');
        int written = 0;
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '"' || c == '\\') {
                b.append(s, written, i).append('\\').append(c);
                written = i + 1;
            } else if (c < 0x20 || c == 0x7F || Character.isSurrogate(c) || c == 0x2028 || c == 0x2029) {
                // Surrogates too: a lone one would not survive UTF-8.
                b.append(s, written, i).append(String.format("\\u%04x", (int) c));
                written = i + 1;
            }
        }
        b.append(s, written, s.length()).append('"');
    }

    static Map<String, Object> read(String text) {
        FlatJson json = new FlatJson(text);
        Map<String, Object> members = new LinkedHashMap<>();
        json.expect('{');
        if (!json.take('}')) {
            do {
                String key = json.string();
                json.expect(':');
                members.put(key, json.value());
            } while (json.take(','));
            json.expect('}');
        }
        return members;
    }

    private Object value() {
        char c = peek();
        if (c == '"') {
            return string();
        }
        if (c == '[') {
            expect('[');
            List<Object> list = new ArrayList<>();
            if (!take(']')) {
                do {
                    list.add(string());
                } while (take(','));
                expect(']');
            }
            return list;
        }
        int start = at;
        if (c == '{') {
            skipObject();
            return raw(text.substring(start, at));
        }
        while (at < text.length() && "+-.0123456789eEtrufalsn".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String token = text.substring(start, at);
        if (INTEGER.matcher(token).matches()) {
            try {
                return Long.parseLong(token);
            } catch (NumberFormatException e) {
                throw bad("a whole number of 64 bits before this");
            }
        }
        if (token.isEmpty()) {
            throw bad("a value");
        }
        return raw(token); // a literal that a later version may write; no member read here has one
    }

    /** Counts braces outside of strings; what is in between is for others to judge. */
    private void skipObject() {
        int depth = 0;
        do {
            char c = peek();
            if (c == '"') {
                skipString();
                continue;
            }
            at++;
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        } while (depth > 0);
    }

    private void skipString() {
        at++;
        for (char c = next(); c != '"'; c = next()) {
            if (c == '\\') {
                next();
            }
        }
    }

    private String string() {
        expect('"');
        StringBuilder b = new StringBuilder();
        while (true) {
            char c = next();
            if (c == '"') {
                return b.toString();
            }
            if (c != '\\') {
                b.append(c);
                continue;
            }
            char e = next();
            switch (e) {
                case '"', '\\', '/' -> b.append(e);
                case 'n' -> b.append('\n');
                case 't' -> b.append('\t');
                case 'r' -> b.append('\r');
                case 'b' -> b.append('\b');
                case 'f' -> b.append('\f');
                case 'u' -> {
                    int code = 0;
                    for (int end = at + 4; at < end; at++) {
                        if (at >= text.length() || !HexFormat.isHexDigit(text.charAt(at))) {
                            throw bad("four hexadecimal digits");
                        }
                        code = 16 * code + HexFormat.fromHexDigit(text.charAt(at));
                    }
                    b.append((char) code);
                }
                default -> throw bad("an escape");
            }
        }
    }

    private char peek() {
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
        if (at >= text.length()) {
            throw bad("more");
        }
        return text.charAt(at);
    }

    private char next() {
        if (at >= text.length()) {
            throw bad("more");
        }
        return text.charAt(at++);
    }

    private boolean take(char c) {
        if (peek() == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) {
        if (!take(c)) {
            throw bad("'" + c + "'");
        }
    }

    private StorageException bad(String expected) {
        String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
        return new StorageException(
                "not the expected JSON at character " + at + ": expected " + expected + ", found " + found);
    }
}
