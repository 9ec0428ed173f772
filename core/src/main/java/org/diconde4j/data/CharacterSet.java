package org.diconde4j.data;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A Specific Character Set (PS3.3 C.12.1.1.2): how the texts of a data set are encoded. Immutable and thread-safe. */
public final class CharacterSet {
    private static final Map<String, String> TERMS = Map.ofEntries(
            Map.entry("ISO_IR 100", "ISO-8859-1"),
            Map.entry("ISO_IR 101", "ISO-8859-2"),
            Map.entry("ISO_IR 109", "ISO-8859-3"),
            Map.entry("ISO_IR 110", "ISO-8859-4"),
            Map.entry("ISO_IR 144", "ISO-8859-5"),
            Map.entry("ISO_IR 127", "ISO-8859-6"),
            Map.entry("ISO_IR 126", "ISO-8859-7"),
            Map.entry("ISO_IR 138", "ISO-8859-8"),
            Map.entry("ISO_IR 148", "ISO-8859-9"),
            Map.entry("ISO_IR 203", "ISO-8859-15"),
            Map.entry("ISO_IR 166", "TIS-620"),
            Map.entry("ISO_IR 13", "JIS_X0201"),
            Map.entry("ISO_IR 192", "UTF-8"),
            Map.entry("GB18030", "GB18030"),
            Map.entry("GBK", "GBK"));

    /** ISO 646: what holds where Specific Character Set is absent or empty. Other bytes are read as ISO 8859-1. */
    public static final CharacterSet DEFAULT = new CharacterSet(List.of(), StandardCharsets.ISO_8859_1);
    /** {@code ISO_IR 192}. */
    public static final CharacterSet UTF_8 = new CharacterSet(List.of("ISO_IR 192"), StandardCharsets.UTF_8);

    private final List<String> terms;
    private final Charset charset;

    private CharacterSet(List<String> terms, Charset charset) {
        this.terms = terms;
        this.charset = charset;
    }

    /**
     * Finds a character set by the values of Specific Character Set (0008,0005). Unknown terms are read as the default.
     *
     * @param terms the defined terms
     * @return the character set
     */
    public static CharacterSet of(List<String> terms) {
        if (terms.isEmpty() || terms.size() == 1 && terms.get(0).isEmpty()) {
            return DEFAULT;
        }
        String name = TERMS.get(terms.get(0).replace("ISO 2022 IR", "ISO_IR"));
        return new CharacterSet(
                List.copyOf(terms),
                name != null && Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.ISO_8859_1);
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
        return new String(bytes, offset, length, charset);
    }

    /**
     * Whether a text can be encoded.
     *
     * @param text the text
     * @return true if {@link #encode} loses nothing
     */
    public boolean canEncode(String text) {
        return terms.isEmpty()
                ? text.chars().allMatch(c -> c < 0x80)
                : charset.newEncoder().canEncode(text);
    }

    /**
     * Encodes a text.
     *
     * @param text the text
     * @param vr representation, which says where code extensions are reset
     * @return the bytes, unpadded; characters that the set lacks appear as question marks
     */
    public byte[] encode(String text, VR vr) {
        return text.getBytes(charset);
    }

    /**
     * Whether a backslash byte may be a part of a character, so that text is split into values after decoding.
     *
     * @return true for multi-byte sets without UTF-8's guarantee
     */
    boolean splitsAfterDecoding() {
        return charset != StandardCharsets.ISO_8859_1 && charset != StandardCharsets.UTF_8;
    }

    @Override
    public String toString() {
        return terms.isEmpty() ? "ISO 646" : String.join("\\", terms);
    }
}
