package org.diconde4j.match;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A key that asks for a name by its words, whatever their order and component (PS3.4 C.2.2.2.1: fuzzy semantic matching). Each
 * word of the key has to find a word of its own in one component group of the name, that is the same without letter case and
 * accents, or sounds the same: by Soundex, for words of at least three Latin letters. Words with digits, part numbers that is,
 * are the same or are not. {@code *} and {@code ?} are wild cards within a word.
 */
final class FuzzyName {
    /** More words than any name has; those that follow are not looked at. */
    private static final int MAX_WORDS = 32;

    /** Letters that do not come apart into a base letter and an accent. */
    private static final Map<Character, String> SPELLED = Map.ofEntries(
            Map.entry('ß', "ss"),
            Map.entry('æ', "ae"),
            Map.entry('œ', "oe"),
            Map.entry('ø', "o"),
            Map.entry('đ', "d"),
            Map.entry('ð', "d"),
            Map.entry('þ', "th"),
            Map.entry('ł', "l"),
            Map.entry('ħ', "h"),
            Map.entry('ı', "i"));

    /** Soundex: the digit of each letter from a to z; vowels part equal digits, h and w do not. */
    private static final String CODES = "01230120022455012623010202";

    private final List<String> words;
    private final List<String> sounds;

    FuzzyName(String key) {
        words = words(key);
        sounds = words.stream().map(FuzzyName::sound).toList();
    }

    boolean matches(String name) {
        return !words.isEmpty() && Arrays.stream(name.split("=", -1)).anyMatch(group -> matchesGroup(words(group)));
    }

    private boolean matchesGroup(List<String> found) {
        int[] owner = new int[found.size()];
        Arrays.fill(owner, -1);
        for (int word = 0; word < words.size(); word++) {
            if (!assign(word, found, owner, new boolean[found.size()])) {
                return false;
            }
        }
        return true;
    }

    /** Finds a word for one of the key, moving others where that helps. */
    private boolean assign(int word, List<String> found, int[] owner, boolean[] tried) {
        for (int i = 0; i < found.size(); i++) {
            if (!tried[i] && same(word, found.get(i))) {
                tried[i] = true;
                if (owner[i] < 0 || assign(owner[i], found, owner, tried)) {
                    owner[i] = word;
                    return true;
                }
            }
        }
        return false;
    }

    private boolean same(int word, String found) {
        String wanted = words.get(word);
        if (wanted.indexOf('*') >= 0 || wanted.indexOf('?') >= 0) {
            return new Wildcard(wanted).matches(found);
        }
        String sound = sounds.get(word);
        return wanted.equals(found) || !sound.isEmpty() && sound.equals(sound(found));
    }

    private static List<String> words(String name) {
        String lower = Normalizer.normalize(name, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i <= lower.length() && words.size() < MAX_WORDS; i++) {
            char c = i < lower.length() ? lower.charAt(i) : ' ';
            if (Character.isLetterOrDigit(c) || Character.isSurrogate(c) || c == '*' || c == '?') {
                word.append(SPELLED.getOrDefault(c, String.valueOf(c)));
            } else if (Character.getType(c) != Character.NON_SPACING_MARK && c != '\'' && word.length() > 0) {
                words.add(word.toString());
                word.setLength(0);
            }
        }
        return words;
    }

    /** The Soundex code; empty for words that have none. */
    private static String sound(String word) {
        if (word.length() < 3 || !word.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
            return "";
        }
        StringBuilder code = new StringBuilder().append(word.charAt(0));
        char last = CODES.charAt(word.charAt(0) - 'a');
        for (int i = 1; i < word.length() && code.length() < 4; i++) {
            char letter = word.charAt(i);
            char digit = CODES.charAt(letter - 'a');
            if (digit != '0' && digit != last) {
                code.append(digit);
            }
            if (letter != 'h' && letter != 'w') {
                last = digit;
            }
        }
        return code.append("000").substring(0, 4);
    }
}
