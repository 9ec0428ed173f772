package org.diconde4j.iod;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads blocks of tables, one attribute a line.
 *
 * <pre>
 * module ct-image C.8.2.1 CT Image            a module, its paragraph and name; likewise macro and group
 * BitsAllocated 1 =16                         type 1, Enumerated Values; ~ instead of = for Defined Terms,
 * ImageType 1 =1:ORIGINAL|DERIVED             =1: for those of the first value
 * KVP 2C if not(equals(X, YES))               needed if the condition holds; iff: and absent if not
 * Modality 3 instead general-series           stands in the place of what that module says of it
 * CTDIPhantomTypeCodeSequence 3 {1}           a sequence of one item at most
 * >+code-sequence                             its items hold what the macro says; >any: whatever it may be
 *
 * iod A.3 CT Image                            begins with second-hand if it gives warnings only
 * class CTImageStorage                        keywords or identifiers of the classes
 * ct-image M                                  a module and its usage, C if … with a condition
 * group pixel-measures M                      a functional group
 * </pre>
 */
final class TableReader {
    private static final String SECOND_HAND = "second-hand ";

    private final Tables tables;
    private final Keywords keywords = new Keywords();

    /**
     * An attribute, macro or {@code any}.
     *
     * @param depth the sequences around it
     * @param text without the signs of its depth
     */
    private record Line(int depth, String text) {}

    TableReader(Tables tables) {
        this.tables = tables;
    }

    /** Kind and name of a module, macro or group; empty for an information object definition. */
    static String name(Tables.Block block) {
        String[] words = header(block).split(" ", 4);
        return switch (words[0]) {
            case "module", "macro", "group" -> {
                if (words.length < 4) {
                    throw wrong(block, 0, "expected a name, a paragraph and a title after " + words[0]);
                }
                yield words[0] + ' ' + words[1];
            }
            case "iod", "second-hand" -> "";
            default ->
                throw wrong(
                        block,
                        0,
                        "found " + Text.quote(words[0]) + ", expected module, macro, group, iod or second-hand iod");
        };
    }

    private static String header(Tables.Block block) {
        int newline = block.text().indexOf('\n');
        return newline < 0 ? block.text() : block.text().substring(0, newline);
    }

    /** The classes of an information object definition, from its second line. */
    List<String> classes(Tables.Block block) {
        String[] lines = block.text().split("\n", 3);
        if (lines.length < 3 || !lines[1].startsWith("class ")) {
            throw wrong(block, 1, "expected a line that begins with 'class'");
        }
        try {
            List<String> uids = new ArrayList<>();
            for (String word : lines[1].substring(6).strip().split(" ")) {
                uids.add(keywords.uid(word));
            }
            return uids;
        } catch (IllegalArgumentException e) {
            throw wrong(block, 1, e.getMessage());
        }
    }

    Iod iod(Tables.Block block) {
        String[] lines = block.text().split("\n");
        boolean secondHand = lines[0].startsWith(SECOND_HAND);
        String[] words =
                lines[0].substring(secondHand ? SECOND_HAND.length() : 0).split(" ", 3);
        if (words.length < 3) {
            throw wrong(block, 0, "expected a paragraph and a title after iod");
        }
        List<Iod.Use> modules = new ArrayList<>();
        List<Iod.Use> groups = new ArrayList<>();
        for (int i = 2; i < lines.length; i++) {
            if (lines[i].startsWith("#")) {
                continue;
            }
            boolean group = lines[i].startsWith("group ");
            try {
                (group ? groups : modules).add(use(group, lines[i].stripTrailing()));
            } catch (RuntimeException e) {
                throw wrong(block, i, e.getMessage());
            }
        }
        return new Iod(words[2], words[1], secondHand, List.copyOf(modules), List.copyOf(groups));
    }

    private Iod.Use use(boolean group, String line) {
        String[] words = line.substring(group ? 6 : 0).split(" ", 4);
        boolean conditional = words.length == 4 && words[2].equals("if");
        if (words.length < 2 || !words[1].matches("[MCU]") || words.length > 2 && !conditional) {
            throw new IllegalArgumentException("expected a module and M, C, U or C if … with a condition");
        }
        Tables.Module module = tables.module((group ? "group " : "module ") + words[0]);
        Condition condition = conditional ? ConditionParser.parse(words[3], keywords) : null;
        return new Iod.Use(module.definition(), module.rules(), words[1].charAt(0), condition);
    }

    Tables.Module module(Tables.Block block) {
        String[] texts = block.text().split("\n");
        String[] words = texts[0].split(" ", 4);
        Definition definition = new Definition(words[0], words[1], words[2], words[3].strip());
        List<Line> lines = new ArrayList<>(texts.length);
        for (int i = 1; i < texts.length; i++) {
            int depth = 0;
            while (depth < texts[i].length() && texts[i].charAt(depth) == '>') {
                depth++;
            }
            lines.add(new Line(depth, texts[i].substring(depth).stripTrailing()));
        }
        try {
            return new Tables.Module(definition, rules(definition, lines, 0, lines.size(), 0));
        } catch (RuntimeException e) {
            throw wrong(block, 0, definition.title() + ": " + e.getMessage());
        }
    }

    /** The lines of one level from one index to another; deeper ones belong to the sequence before them. */
    private Rules rules(Definition source, List<Line> lines, int from, int to, int depth) {
        List<Attribute> own = new ArrayList<>();
        List<String> included = new ArrayList<>();
        boolean anything = false;
        int at = from;
        while (at < to) {
            Line line = lines.get(at);
            if (line.depth != depth) {
                throw new IllegalArgumentException(
                        "'" + line.text + "' is " + line.depth + " levels deep, expected " + depth);
            }
            int next = at + 1;
            while (next < to && lines.get(next).depth > depth) {
                next++;
            }
            if (line.text.startsWith("+")) {
                included.add(line.text.substring(1));
            } else if (line.text.equals("any")) {
                anything = true;
            } else if (!line.text.startsWith("#")) {
                Rules items = next == at + 1 ? null : rules(source, lines, at + 1, next, depth + 1);
                own.add(attribute(source, line.text, items));
            }
            at = next;
        }
        return new Rules(tables, own, included, anything);
    }

    private Attribute attribute(Definition source, String line, @Nullable Rules items) {
        int conditionAt = Math.max(line.indexOf(" if "), line.indexOf(" iff "));
        boolean onlyThen = conditionAt >= 0 && line.startsWith(" iff ", conditionAt);
        Condition condition = conditionAt < 0
                ? null
                : ConditionParser.parse(line.substring(conditionAt + (onlyThen ? 5 : 4)), keywords);
        String[] words = (conditionAt < 0 ? line : line.substring(0, conditionAt)).split(" ", 3);
        if (words.length < 2) {
            throw new IllegalArgumentException("found '" + line + "', expected a keyword and a type");
        }
        String rest = words.length == 3 ? words[2] : "";
        String instead = null;
        if (rest.startsWith("instead ")) {
            int end = rest.indexOf(' ', 8);
            instead = rest.substring(8, end < 0 ? rest.length() : end);
            rest = end < 0 ? "" : rest.substring(end + 1);
        }
        boolean single = rest.startsWith("{1}");
        rest = single ? rest.substring(3).strip() : rest;
        Type type = Type.of(words[1]);
        if (condition != null && !type.isConditional()) {
            throw new IllegalArgumentException("found '" + line + "', expected type 1C or 2C before a condition");
        }
        return new Attribute(
                keywords.tag(words[0]), type, single, terms(rest), condition, onlyThen, instead, items, source);
    }

    /** {@code =A|B}, {@code ~A|B}, {@code =1:A|B =2:C}; values may hold spaces. */
    private static List<Terms> terms(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        List<Terms> terms = new ArrayList<>();
        for (String part : text.split(" (?=[=~])")) {
            char kind = part.charAt(0);
            if (kind != '=' && kind != '~') {
                throw new IllegalArgumentException("found '" + part + "', expected = or ~ and values");
            }
            boolean numbered = part.length() > 2 && Character.isDigit(part.charAt(1)) && part.charAt(2) == ':';
            String values = part.substring(numbered ? 3 : 1);
            terms.add(new Terms(numbered ? part.charAt(1) - '0' : 0, kind == '=', List.of(values.split("\\|"))));
        }
        return List.copyOf(terms);
    }

    static IllegalArgumentException wrong(Tables.Block block, int line, @Nullable String problem) {
        return new IllegalArgumentException(block.file() + ", line " + (block.line() + line) + ": " + problem);
    }
}
