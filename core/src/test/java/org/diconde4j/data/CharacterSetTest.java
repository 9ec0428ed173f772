package org.diconde4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.diconde4j.dict.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Examples from PS3.5 annexes H to K, and PS3.3 C.12.1.1.2. */
class CharacterSetTest {
    private static final String ESC_KANJI = "1B 24 42";
    private static final String ESC_ASCII = "1B 28 42";
    private static final String ESC_ROMAJI = "1B 28 4A";
    private static final String ESC_KOREAN = "1B 24 29 43";
    private static final String ESC_CHINESE = "1B 24 29 41";

    record Example(String paragraph, List<String> terms, String name, byte[] bytes) {
        @Override
        public String toString() {
            return paragraph;
        }
    }

    static Stream<Example> examples() {
        return Stream.of(
                new Example(
                        "PS3.5 H.3.1",
                        List.of("", "ISO 2022 IR 87"),
                        "Yamada^Tarou=山田^太郎=やまだ^たろう",
                        Bytes.of(
                                ascii("Yamada^Tarou="),
                                ESC_KANJI + "3B33 4544" + ESC_ASCII + "5E",
                                ESC_KANJI + "4240 4F3A" + ESC_ASCII + "3D",
                                ESC_KANJI + "2464 245E 2440" + ESC_ASCII + "5E",
                                ESC_KANJI + "243F 246D 2426" + ESC_ASCII)),
                new Example(
                        "PS3.5 H.3.2",
                        List.of("ISO 2022 IR 13", "ISO 2022 IR 87"),
                        "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう",
                        Bytes.of(
                                "D4 CF C0 DE 5E C0 DB B3 3D",
                                ESC_KANJI + "3B33 4544" + ESC_ROMAJI + "5E",
                                ESC_KANJI + "4240 4F3A" + ESC_ROMAJI + "3D",
                                ESC_KANJI + "2464 245E 2440" + ESC_ROMAJI + "5E",
                                ESC_KANJI + "243F 246D 2426" + ESC_ROMAJI)),
                new Example(
                        "PS3.5 I.2",
                        List.of("", "ISO 2022 IR 149"),
                        "Hong^Gildong=洪^吉洞=홍^길동",
                        Bytes.of(
                                ascii("Hong^Gildong="),
                                ESC_KOREAN + "FBF3 5E",
                                ESC_KOREAN + "D1CE D4D7 3D",
                                ESC_KOREAN + "C8AB 5E",
                                ESC_KOREAN + "B1E6 B5BF")),
                new Example(
                        "PS3.5 K.2",
                        List.of("", "ISO 2022 IR 58"),
                        "Zhang^XiaoDong=张^小东=",
                        Bytes.of(ascii("Zhang^XiaoDong="), ESC_CHINESE + "D5C5 5E", ESC_CHINESE + "D0A1 B6AB 3D")),
                new Example(
                        "PS3.5 J.1",
                        List.of("ISO_IR 192"),
                        "Wang^XiaoDong=王^小东=",
                        Bytes.of(ascii("Wang^XiaoDong="), "E78E8B 5E E5B08F E4B89C 3D")),
                new Example(
                        "PS3.5 J.3",
                        List.of("GB18030"),
                        "Wang^XiaoDong=王^小东=",
                        Bytes.of(ascii("Wang^XiaoDong="), "CDF5 5E D0A1 B6AB 3D")),
                new Example("Latin", List.of("ISO_IR 100"), "Buc^Jérôme", Bytes.of("427563 5E 4AE972F46D65")),
                new Example(
                        "Latin and Greek by code extension",
                        List.of("ISO 2022 IR 100", "ISO 2022 IR 126"),
                        "é^Δ^é",
                        Bytes.of("E9 5E 1B2D46 C4 1B2D41 5E E9")));
    }

    private static String ascii(String text) {
        return Bytes.hex(text.getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void decodes_the_examples_of_the_standard(Example e) {
        assertThat(CharacterSet.of(e.terms).decode(e.bytes, 0, e.bytes.length, VR.PN))
                .isEqualTo(e.name);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void encodes_the_examples_of_the_standard(Example e) {
        CharacterSet set = CharacterSet.of(e.terms);
        assertThat(set.canEncode(e.name)).isTrue();
        assertThat(Bytes.hex(set.encode(e.name, VR.PN))).isEqualTo(Bytes.hex(e.bytes));
    }

    @Test
    void a_new_line_begins_with_the_first_set_again() {
        // PS3.5 I.3: a Korean text, each line of which designates KS X 1001 anew
        byte[] bytes = Bytes.of(ESC_KOREAN, "B1E6 0D0A", ESC_KOREAN, "B5BF");
        CharacterSet korean = CharacterSet.of(List.of("", "ISO 2022 IR 149"));
        assertThat(korean.decode(bytes, 0, bytes.length, VR.LT)).isEqualTo("길\r\n동");
        assertThat(korean.encode("길\r\n동", VR.LT)).isEqualTo(bytes);
        byte[] forgotten = Bytes.of(ESC_KOREAN, "B1E6 0D0A B5BF");
        assertThat(korean.decode(forgotten, 0, forgotten.length, VR.LT)).isEqualTo("길\r\nµ¿");
    }

    @Test
    void a_backslash_byte_inside_of_a_character_separates_no_values() {
        // 5C is the second byte of 表 in GBK (B1 5C is 盶) and of a kanji in JIS X 0208 (30 5C is 右 + ...)
        assertThat(values(List.of("GBK"), Bytes.of("B15C 5C 41"))).containsExactly("盶", "A");
        String kanji = CharacterSet.of(List.of("", "ISO 2022 IR 87")).decode(Bytes.of(ESC_KANJI, "305C"), 0, 5, VR.LO);
        assertThat(values(List.of("", "ISO 2022 IR 87"), Bytes.of(ESC_KANJI, "305C", ESC_ASCII, "5C 41")))
                .containsExactly(kanji, "A");
        assertThat(kanji).hasSize(1);
    }

    @Test
    void a_value_begins_with_the_first_set_again() {
        assertThat(values(List.of("ISO 2022 IR 100", "ISO 2022 IR 126"), Bytes.of("1B2D46 C4 5C E9")))
                .containsExactly("Δ", "é");
        assertThat(values(List.of("ISO_IR 100"), Bytes.of("E9 5C E8"))).containsExactly("é", "è");
    }

    private static List<String> values(List<String> terms, byte[] bytes) {
        CharacterSet set = CharacterSet.of(terms);
        return new Element(0x00081030, VR.LO, bytes, 0, bytes.length, false, set).strings();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "ISO_IR 100, E9, é",
                "ISO_IR 101, B1, ą",
                "ISO_IR 109, B1, ħ",
                "ISO_IR 110, BD, Ŋ",
                "ISO_IR 144, B6, Ж",
                "ISO_IR 127, C7, ا",
                "ISO_IR 126, C4, Δ",
                "ISO_IR 138, E0, א",
                "ISO_IR 148, DD, İ",
                "ISO_IR 203, A4, €",
                "ISO_IR 166, A1, ก",
                "ISO_IR 13, D4, ﾔ",
                "ISO_IR 192, C3A9, é",
                "GB18030, 81308130, \u0080",
                "GBK, B0A1, 啊",
            })
    void knows_every_set_of_a_single_term(String term, String hex, String text) {
        byte[] bytes = Bytes.of(hex);
        CharacterSet set = CharacterSet.of(List.of(term));
        assertThat(set.decode(bytes, 0, bytes.length, VR.LO)).isEqualTo(text);
        assertThat(set.encode(text, VR.LO)).isEqualTo(bytes);
        assertThat(set.terms()).containsExactly(term);
    }

    @ParameterizedTest
    @CsvSource({
        "ISO-IR 138, E0, א",
        "ISO IR 138, E0, א",
        "iso_ir 138, E0, א",
        "ISO_IR_138, E0, א",
        "IR 138, E0, א",
        "ISO 8859-8, E0, א",
        "iso8859-1, E9, é",
        "latin1, E9, é",
        "UTF-8, C3A9, é",
        "utf8, C3A9, é",
        "ISO 2022 IR 144, B6, Ж",
        "ISO-2022-IR-144, B6, Ж",
        "windows-1251, C6, Ж",
        "GB2312, B0A1, 啊",
        "no such set, E9, é",
        "UTF-16, E9, é",
        "ISO_IR 999, E9, é",
    })
    void reads_misspelt_terms_as_what_they_resemble(String term, String hex, String text) {
        byte[] bytes = Bytes.of(hex);
        assertThat(CharacterSet.of(List.of(term)).decode(bytes, 0, bytes.length, VR.LO))
                .isEqualTo(text);
    }

    @Test
    void understands_escape_sequences_that_were_not_announced() {
        byte[] bytes = Bytes.of(ESC_KANJI, "3B33", ESC_ASCII);
        assertThat(CharacterSet.DEFAULT.decode(bytes, 0, bytes.length, VR.LO)).isEqualTo("山");
        byte[] unknown = Bytes.of("1B2821 41");
        assertThat(CharacterSet.DEFAULT.decode(unknown, 0, unknown.length, VR.LO))
                .isEqualTo("\u001B(!A");
    }

    @Test
    void gives_for_broken_text_a_replacement_and_goes_on() {
        byte[] half = Bytes.of(ESC_KANJI, "3B33 45");
        CharacterSet japanese = CharacterSet.of(List.of("", "ISO 2022 IR 87"));
        assertThat(japanese.decode(half, 0, half.length, VR.LO)).isEqualTo("山E");
        byte[] korean = Bytes.of(ESC_KOREAN, "FB 41");
        assertThat(CharacterSet.of(List.of("", "ISO 2022 IR 149")).decode(korean, 0, korean.length, VR.LO))
                .isEqualTo("\uFFFDA");
    }

    @Test
    void says_what_it_cannot_encode() {
        assertThat(CharacterSet.DEFAULT.canEncode("é")).isFalse();
        assertThat(CharacterSet.LATIN_1.canEncode("é")).isTrue();
        assertThat(CharacterSet.LATIN_1.canEncode("Ж")).isFalse();
        assertThat(CharacterSet.of(List.of("ISO_IR 13")).canEncode("¥")).isFalse();
        assertThat(CharacterSet.UTF_8.canEncode("😀")).isTrue();
    }

    @Test
    void what_was_encoded_decodes_to_the_same_for_random_texts() {
        List<List<String>> sets = List.of(
                List.of("", "ISO 2022 IR 87", "ISO 2022 IR 159"),
                List.of("ISO 2022 IR 13", "ISO 2022 IR 87"),
                List.of("", "ISO 2022 IR 149"),
                List.of("", "ISO 2022 IR 58"),
                List.of("ISO 2022 IR 100", "ISO 2022 IR 144", "ISO 2022 IR 126", "ISO 2022 IR 138"),
                List.of("GB18030"),
                List.of("ISO_IR 192"));
        String letters = "aZ ^=\r\n山田たろ홍길洪吉张东ﾔﾏéëЖжΔδאבｱ丂";
        Random random = new Random(7);
        for (List<String> terms : sets) {
            CharacterSet set = CharacterSet.of(terms);
            String usable = letters.codePoints()
                    .filter(c -> set.canEncode(Character.toString(c)))
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            for (int i = 0; i < 2000; i++) {
                StringBuilder text = new StringBuilder();
                for (int n = random.nextInt(12); n > 0; n--) {
                    text.append(usable.charAt(random.nextInt(usable.length())));
                }
                VR vr = random.nextBoolean() ? VR.PN : VR.UT;
                byte[] bytes = set.encode(text.toString(), vr);
                assertThat(set.decode(bytes, 0, bytes.length, vr))
                        .as("%s in %s", vr, terms)
                        .isEqualTo(text.toString());
            }
        }
    }

    @Test
    void escape_is_no_character_as_what_follows_it_would_be_a_designation() {
        CharacterSet set = CharacterSet.of(List.of("", "ISO 2022 IR 87"));
        String text = "weld \u001B$B;3";
        assertThat(set.canEncode(text)).isFalse();
        byte[] bytes = set.encode(text, VR.LO);
        assertThat(set.decode(bytes, 0, bytes.length, VR.LO)).isEqualTo("weld ?$B;3");
    }
}
