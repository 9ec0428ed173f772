package org.diconde4j.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTest {
    @Test
    void keeps_usual_texts_as_they_are() {
        for (String text : List.of("", "1.2.840.10008", "Größe 4 \uD83D\uDD27", "A\\B", "\n1.2")) {
            assertThat(Text.plain(text)).isSameAs(text);
            assertThat(Text.key(text)).isSameAs(text);
        }
    }

    @Test
    void gives_odd_texts_back() {
        for (String text :
                List.of("a\0b", "\u001A", "\u001As0", "\uD800", "\uDC00x", "\uD83D\uD83D\uDD27", "\0\u001A\0")) {
            String plain = Text.plain(text);
            assertThat(plain).doesNotContain("\0");
            assertThat(plain.codePoints().noneMatch(c -> c >= 0xD800 && c < 0xE000))
                    .isTrue();
            assertThat(Text.received(plain)).isEqualTo(text);
            assertThat(Text.isReplaced(plain)).isTrue();
        }
    }

    @Test
    void shortens_long_keys_so_that_they_stay_different() {
        String one = Text.key("1".repeat(60_000));
        String other = Text.key("1".repeat(60_001));
        assertThat(one).hasSizeLessThanOrEqualTo(Text.LONGEST_KEY + 1).isNotEqualTo(other);
        String split = Text.key("x".repeat(189) + "\uD83D\uDD27".repeat(100));
        assertThat(split.codePoints().noneMatch(c -> c >= 0xD800 && c < 0xE000)).isTrue();
    }
}
