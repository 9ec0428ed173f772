package org.diconde4j.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.diconde4j.data.DicondeException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * One value of a configuration file, which knows where it stands, so that errors name file, line and column. JSON (RFC 8259) with comments.
 * A key that nobody asks for is an error: a slip must not leave a door open.
 */
final class ConfigNode {
    private static final long MAX_LENGTH = 1 << 20;
    private static final int MAX_DEPTH = 16;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(MAX_LENGTH)
                    .maxNestingDepth(MAX_DEPTH)
                    .build())
            .build();

    private final String place;
    private final String name;
    private final @Nullable Object value;
    private final Set<String> asked = new TreeSet<>();

    private ConfigNode(String place, String name, @Nullable Object value) {
        this.place = place;
        this.name = name;
        this.value = value;
    }

    /** Reads a file, which holds one object. */
    static ConfigNode read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new DicondeException(file + " is a folder, expected a configuration file");
        }
        byte[] bytes = Files.readAllBytes(file);
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), bytes)) {
            parser.nextToken();
            ConfigNode root = read(parser, file, place(file, parser), "the configuration");
            if (parser.nextToken() != null) {
                throw new DicondeException(place(file, parser) + ": expected nothing more after the configuration");
            }
            root.object();
            return root;
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            throw new DicondeException(
                    file + (at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr()) + ": "
                            + (e instanceof UnexpectedEndOfInputException
                                    ? "the file ends too early: expected a closing brace, bracket or quotation mark"
                                    : e.getOriginalMessage()),
                    e);
        }
    }

    private static ConfigNode read(JsonParser parser, Path file, String place, String name) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, ConfigNode> members = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                String at = place(file, parser);
                parser.nextToken();
                members.put(key, read(parser, file, at, key));
            }
            return new ConfigNode(place, name, members);
        }
        if (token == JsonToken.START_ARRAY) {
            List<ConfigNode> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(read(parser, file, place(file, parser), name));
            }
            return new ConfigNode(place, name, elements);
        }
        if (token == null) {
            throw new DicondeException(place + ": the file is empty, expected an object in braces");
        }
        Object scalar = switch (token) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> parser.getString();
        };
        return new ConfigNode(place, name, scalar);
    }

    private static String place(Path file, JsonParser parser) {
        TokenStreamLocation at = parser.currentTokenLocation();
        return file + ":" + at.getLineNr() + ":" + at.getColumnNr();
    }

    /** An error about this value. */
    DicondeException wrong(String expected) {
        return new DicondeException(place + ": " + name + ": expected " + expected + found());
    }

    /** A scalar as it stands in the file; what has more to it is not repeated. */
    private String found() {
        return value instanceof String text
                ? ", found \"" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "\""
                : value instanceof Number || value instanceof Boolean ? ", found " + value : "";
    }

    boolean isNull() {
        return value == null;
    }

    boolean isObject() {
        return value instanceof Map;
    }

    String text() {
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        throw wrong("a text in quotation marks");
    }

    boolean flag() {
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw wrong("true or false");
    }

    /** A whole number within bounds. */
    long number(long least, long most) {
        if (value instanceof BigDecimal number
                && number.compareTo(BigDecimal.valueOf(least)) >= 0
                && number.compareTo(BigDecimal.valueOf(most)) <= 0
                && number.remainder(BigDecimal.ONE).signum() == 0) {
            return number.longValue();
        }
        throw wrong("a whole number from " + least + " to " + most);
    }

    /** A number above 0. */
    double positive() {
        if (value instanceof BigDecimal number && number.signum() > 0) {
            return number.doubleValue();
        }
        throw wrong("a number above 0");
    }

    int port() {
        return (int) number(0, 65535);
    }

    /** A list, or one value alone, of texts. */
    String[] texts() {
        return value instanceof String
                ? new String[] {text()}
                : list().stream().map(ConfigNode::text).toArray(String[]::new);
    }

    @SuppressWarnings("unchecked")
    List<ConfigNode> list() {
        if (value instanceof List<?> list) {
            return (List<ConfigNode>) list;
        }
        throw wrong("a list in brackets");
    }

    @SuppressWarnings("unchecked")
    Map<String, ConfigNode> object() {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, ConfigNode>) map;
        }
        throw wrong("an object in braces");
    }

    /** The member of a key; null if there is none. */
    @Nullable
    ConfigNode get(String key) {
        asked.add(key);
        return object().get(key);
    }

    /** What stands at a key that must be there. */
    ConfigNode required(String key) {
        ConfigNode member = get(key);
        if (member == null) {
            throw wrong("a key " + key);
        }
        return member;
    }

    /** What is made of a member, with what is wrong with it told at its place; the default if it is not there. */
    <T> T get(String key, T otherwise, Function<ConfigNode, T> made) {
        T value = optional(key, made);
        return value == null ? otherwise : value;
    }

    /** The same without a default: null if the member is not there. */
    <T> @Nullable T optional(String key, Function<ConfigNode, T> made) {
        ConfigNode member = get(key);
        if (member == null) {
            return null;
        }
        try {
            return made.apply(member);
        } catch (IllegalArgumentException e) {
            throw new DicondeException(member.place + ": " + member.name + ": " + e.getMessage(), e);
        }
    }

    /** Refuses keys that nobody asked for. */
    void finish() {
        object().forEach((key, member) -> {
            if (!asked.contains(key)) {
                throw new DicondeException(
                        member.place + ": unknown key " + key + ", expected one of " + String.join(", ", asked));
            }
        });
    }
}
