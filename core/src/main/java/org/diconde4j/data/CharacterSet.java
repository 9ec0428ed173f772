package org.diconde4j.data;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/**
 * A Specific Character Set (PS3.3 C.12.1.1.2): how the texts of a data set are encoded. Single-byte sets, code
 * extensions of single and multi-byte sets (PS3.5 6.1.2.5), UTF-8, GB18030 and GBK. Immutable and thread-safe.
 */
public final class CharacterSet {
    private static final Pattern ISO_IR = Pattern.compile("(?:ISO)?[ _-]*(?:2022)?[ _-]*IR[ _-]*(\\d{1,3})");
    private static final Pattern ISO_8859 = Pattern.compile("(?:ISO)?[ _-]*8859[ _-]*(\\d{1,2})");

    /** ISO 646: what holds where Specific Character Set is absent or empty. Other bytes are read as ISO 8859-1. */
    public static final CharacterSet DEFAULT = make(List.of());
    /** {@code ISO_IR 100}, Latin alphabet No. 1. */
    public static final CharacterSet LATIN_1 = make(List.of("ISO_IR 100"));
    /** {@code ISO_IR 192}. */
    public static final CharacterSet UTF_8 = make(List.of("ISO_IR 192"));

    private final List<String> terms;
    /** What the text is in as long as it has no escape sequences; null where this run time lacks it. */
    private final @Nullable Charset charset;
    /** Null for sets that allow none: UTF-8, GB18030, GBK and those that the standard does not know. */
    private final @Nullable CodeExtensions extensions;

    private CharacterSet(List<String> terms, @Nullable Charset charset, @Nullable CodeExtensions extensions) {
        this.terms = terms;
        this.charset = charset;
        this.extensions = extensions;
    }

    /**
     * Finds a character set by the values of Specific Character Set (0008,0005). Misspelt terms are read as what they
     * resemble ({@code ISO-IR 138}, {@code ISO 8859-1}, {@code latin1}, {@code UTF-8}), names of other charsets as
     * those, and what remains as the default.
     *
     * @param terms the defined terms
     * @return the character set
     */
    public static CharacterSet of(List<String> terms) {
        if (terms.isEmpty() || terms.size() == 1 && terms.get(0).isEmpty()) {
            return DEFAULT;
        }
        if (terms.size() == 1 && terms.get(0).equals("ISO_IR 100")) {
            return LATIN_1;
        }
        return terms.size() == 1 && terms.get(0).equals("ISO_IR 192") ? UTF_8 : make(List.copyOf(terms));
    }

    private static CharacterSet make(List<String> terms) {
        List<@Nullable Repertoire> sets = new ArrayList<>();
        for (String term : terms) {
            int number = registration(term);
            Charset alone = number == 192 ? StandardCharsets.UTF_8 : number > 0 ? null : charset(term);
            if (alone != null && sets.stream().allMatch(Repertoire.ASCII::equals)) {
                return new CharacterSet(terms, alone, null); // takes no code extensions (PS3.3 C.12.1.1.2)
            }
            sets.add(Repertoire.byNumber(number));
        }
        Repertoire first = sets.isEmpty() ? null : sets.get(0);
        Repertoire g0 = first != null && first.number() == 13 ? Repertoire.ROMAJI : Repertoire.ASCII;
        Repertoire g1 = first == null || first.toG0() ? null : first;
        Charset charset = g1 == null ? StandardCharsets.ISO_8859_1 : g1.charset();
        return new CharacterSet(terms, charset, new CodeExtensions(g0, g1, others(sets)));
    }

    private static List<Repertoire> others(List<@Nullable Repertoire> sets) {
        List<Repertoire> others = new ArrayList<>();
        if (sets.size() > 1) {
            others.add(Repertoire.ASCII);
        }
        for (Repertoire set : sets) {
            if (set != null) {
                others.add(set);
            }
            if (set != null && set.number() == 13) {
                others.add(Repertoire.ROMAJI);
            }
        }
        return others;
    }

    /** The ISO registration number that a term names, 6 for none, 0 if it names something else. */
    private static int registration(String term) {
        String name = term.strip().toUpperCase(Locale.ROOT);
        if (name.isEmpty()) {
            return 6;
        }
        Matcher iso = ISO_IR.matcher(name);
        if (iso.matches()) {
            return Integer.parseInt(iso.group(1));
        }
        Matcher part = ISO_8859.matcher(name);
        if (part.matches()) {
            return switch (Integer.parseInt(part.group(1))) {
                case 1 -> 100;
                case 2 -> 101;
                case 3 -> 109;
                case 4 -> 110;
                case 5 -> 144;
                case 6 -> 127;
                case 7 -> 126;
                case 8 -> 138;
                case 9 -> 148;
                case 11 -> 166;
                case 15 -> 203;
                default -> 0;
            };
        }
        return switch (name) {
            case "LATIN1", "LATIN-1", "LATIN_1" -> 100;
            case "ASCII", "US-ASCII", "ISO 646", "ISO646" -> 6;
            default -> 0;
        };
    }

    /** GB18030 and GBK, and by their common names others in which ASCII is what it is elsewhere. */
    private static @Nullable Charset charset(String term) {
        String name = term.strip().replace(' ', '-');
        try {
            if (!Charset.isSupported(name)) {
                return null;
            }
            Charset charset = Charset.forName(name);
            String ascii = "\n\r\t !\"#$%&'()*+,-./0123456789:;<=>?@AZ[\\]^_`az{|}~";
            byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
            boolean safe = charset.canEncode()
                    && new String(bytes, charset).equals(ascii)
                    && !charset.name().contains("2022");
            return safe ? charset : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * Larger sets in which the bytes of texts mean the same: with one more code extension where there are some already or
     * the text is Japanese, which needs several. None for a plain single-byte set: readers of that may know no other.
     */
    List<CharacterSet> extensions() {
        List<Integer> numbers = terms.stream().map(CharacterSet::registration).toList();
        if (extensions == null) {
            return alone().name().equals("GBK") ? List.of(make(List.of("GB18030"))) : List.of();
        }
        boolean extended = terms.size() > 1 || !terms.isEmpty() && terms.get(0).contains("2022");
        boolean japanese = numbers.equals(List.of(13));
        if (numbers.contains(0) || !extended && !japanese) {
            return List.of();
        }
        List<CharacterSet> larger = new ArrayList<>();
        for (int other : Repertoire.numbers()) {
            if (!numbers.contains(other) && (extended || other == 87 || other == 159)) {
                List<String> more = new ArrayList<>();
                terms.forEach(term -> more.add(term.isBlank() ? "" : "ISO 2022 IR " + registration(term)));
                more.add("ISO 2022 IR " + other);
                larger.add(make(List.copyOf(more)));
            }
        }
        return larger;
    }

    /**
     * The defined terms.
     *
     * @return the values of Specific Character Set, none for the default
     */
    public List<String> terms() {
        return terms;
    }

    /**
     * Decodes a text.
     *
     * @param bytes where it stands
     * @param offset first byte
     * @param length number of bytes
     * @param vr representation, which says where code extensions are reset
     * @return the text; what cannot be decoded appears as U+FFFD
     */
    public String decode(byte[] bytes, int offset, int length, VR vr) {
        return extensions != null && (charset == null || CodeExtensions.hasEscape(bytes, offset, length))
                ? String.join("\\", extensions.decode(bytes, offset, length, vr))
                : new String(bytes, offset, length, alone());
    }

    /** Decodes to the values between backslashes, untrimmed; for text of which {@link #splitsAfterDecoding} is true. */
    List<String> decodeValues(byte[] bytes, int offset, int length, VR vr) {
        return extensions != null
                ? extensions.decode(bytes, offset, length, vr)
                : List.of(new String(bytes, offset, length, alone()).split("\\\\", -1));
    }

    /**
     * Whether a text can be encoded.
     *
     * @param text the text
     * @return true if {@link #encode} loses nothing
     */
    public boolean canEncode(String text) {
        if (isPlain(text)) {
            return true;
        }
        if (extensions != null) {
            return extensions.canEncode(text);
        }
        // Java gives one to GBK that the standard has not, and means another by its code than everybody else
        boolean hasOther = alone().name().equals("GBK") && (text.indexOf('\u20AC') >= 0 || text.indexOf('\u2641') >= 0);
        return !hasOther && alone().newEncoder().canEncode(text);
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x7F || c == CodeExtensions.ESC) {
                return false;
            }
        }
        return true;
    }

    /**
     * Encodes a text.
     *
     * @param text the text
     * @param vr representation, which says where code extensions are reset
     * @return the bytes, unpadded; characters that the set lacks appear as question marks
     */
    public byte[] encode(String text, VR vr) {
        if (extensions == null) {
            return text.getBytes(alone());
        }
        return isPlain(text) ? text.getBytes(StandardCharsets.US_ASCII) : extensions.encode(text, vr);
    }

    /** The charset of a set that takes no code extensions, and of one that has no escape sequences. */
    private Charset alone() {
        return charset == null ? StandardCharsets.ISO_8859_1 : charset;
    }

    /** Whether a backslash byte may be a part of a character, so that text is split into values after decoding. */
    boolean splitsAfterDecoding(byte[] bytes, int offset, int length) {
        return extensions == null ? charset != StandardCharsets.UTF_8 : CodeExtensions.hasEscape(bytes, offset, length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CharacterSet set && terms.equals(set.terms);
    }

    @Override
    public int hashCode() {
        return Objects.hash(terms);
    }

    @Override
    public String toString() {
        return terms.isEmpty() ? "ISO 646" : String.join("\\", terms);
    }
}
