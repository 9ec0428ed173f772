package org.diconde4j.iod;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the conditions of the tables: {@code present(X)}, {@code filled(X)}, {@code equals(X, value…)}, {@code above(X,
 * number)}, {@code class(keyword…)}, {@code not(c)}, {@code and(c…)}, {@code or(c…)}. {@code X} is a keyword, {@code /X}
 * that of the data set as a whole, {@code X[2]} its second value.
 */
final class ConditionParser {
    private final String text;
    private final Keywords keywords;
    private int at;

    private ConditionParser(String text, Keywords keywords) {
        this.text = text;
        this.keywords = keywords;
    }

    static Condition parse(String text, Keywords keywords) {
        ConditionParser parser = new ConditionParser(text, keywords);
        Condition condition = parser.condition();
        if (parser.at != text.length()) {
            throw parser.wrong("the end");
        }
        return condition;
    }

    private Condition condition() {
        int open = text.indexOf('(', at);
        if (open < 0) {
            throw wrong("a condition such as present(Keyword)");
        }
        String name = text.substring(at, open).strip();
        at = open + 1;
        return switch (name) {
            case "not" -> {
                Condition inner = condition();
                close();
                yield new Condition.Not(inner);
            }
            case "and" -> new Condition.All(conditions());
            case "or" -> new Condition.Any(conditions());
            case "present" -> new Condition.Present(place(words().get(0)));
            case "filled" -> new Condition.Filled(place(words().get(0)));
            case "class" ->
                new Condition.OfClass(words().stream().map(keywords::uid).toList());
            case "equals" -> {
                List<String> words = words();
                String first = words.get(0);
                int bracket = first.indexOf('[');
                int number = bracket < 0 ? 0 : Integer.parseInt(first.substring(bracket + 1, first.length() - 1));
                yield new Condition.Equal(
                        place(bracket < 0 ? first : first.substring(0, bracket)),
                        number,
                        List.copyOf(words.subList(1, words.size())));
            }
            case "above" -> {
                List<String> words = words();
                yield new Condition.Above(place(words.get(0)), Double.parseDouble(words.get(1)));
            }
            default -> throw wrong("present, filled, equals, above, class, not, and, or");
        };
    }

    private List<Condition> conditions() {
        List<Condition> conditions = new ArrayList<>();
        do {
            conditions.add(condition());
        } while (comma());
        close();
        return List.copyOf(conditions);
    }

    private List<String> words() {
        int end = text.indexOf(')', at);
        if (end < 0) {
            throw wrong(")");
        }
        List<String> words = new ArrayList<>();
        for (String word : text.substring(at, end).split(",")) {
            words.add(word.strip());
        }
        at = end + 1;
        return words;
    }

    private Condition.Place place(String word) {
        boolean ofRoot = word.startsWith("/");
        return new Condition.Place(keywords.tag(ofRoot ? word.substring(1) : word), ofRoot);
    }

    private boolean comma() {
        if (at < text.length() && text.charAt(at) == ',') {
            at++;
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
            return true;
        }
        return false;
    }

    private void close() {
        if (at >= text.length() || text.charAt(at) != ')') {
            throw wrong(")");
        }
        at++;
    }

    private IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException(
                "condition '" + text + "', expected " + expected + " at character " + (at + 1));
    }
}
