package org.diconde4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.diconde4j.fuzz.Harmless;
import org.junit.jupiter.params.provider.MethodSource;

/** Values and texts that mean harm. */
public class ValuesFuzzTest {
    public static Stream<byte[]> values() {
        return Stream.of(
                        "20240305-20240306",
                        "104207.123456",
                        "20240305104207.5+0100-",
                        "-12.5E-3\\+7",
                        "018M",
                        "A^B=C",
                        "http://a/b?c#d")
                .map(text -> ("\0" + text).getBytes(StandardCharsets.US_ASCII));
    }

    @MethodSource("values")
    @FuzzTest
    public void a_value_is_what_it_says_or_refused(byte[] input) {
        if (input.length == 0) {
            return;
        }
        VR vr = VR.values()[(input[0] & 0xFF) % VR.values().length];
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        Harmless.isTaken(input, () -> {
            Dataset dataset = vr == VR.SQ
                    ? Dataset.empty()
                    : Dataset.builder().setBytes(Tag.SelectorAEValue, vr, bytes).build();
            Harmless.walk(dataset);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            for (Runnable range : List.<Runnable>of(
                    () -> Range.ofDates(text), () -> Range.ofTimes(text), () -> Range.ofDateTimes(text, null))) {
                try {
                    range.run();
                } catch (ValueException e) {
                    // documented
                }
            }
        });
    }

    /** A term of Specific Character Set or several, a NUL, and a text in that. */
    public static Stream<byte[]> texts() {
        return Stream.of(
                        List.of("", "ISO 2022 IR 87", "ISO 2022 IR 159"),
                        List.of("ISO 2022 IR 13", "ISO 2022 IR 87"),
                        List.of("", "ISO 2022 IR 149"),
                        List.of("", "ISO 2022 IR 58"),
                        List.of("ISO 2022 IR 100", "ISO 2022 IR 126", "ISO 2022 IR 144"),
                        List.of("GB18030"),
                        List.of("GBK"),
                        List.of("ISO_IR 192"),
                        List.of("ISO_IR 203"))
                .map(terms -> {
                    byte[] text = CharacterSet.of(terms).encode("A^\u00e9=\u5c71^\u6771\\\u92a9\r\nB", VR.PN);
                    byte[] start = (String.join("\\", terms) + "\0").getBytes(StandardCharsets.US_ASCII);
                    byte[] input = Arrays.copyOf(start, start.length + text.length);
                    System.arraycopy(text, 0, input, start.length, text.length);
                    return input;
                });
    }

    @MethodSource("texts")
    @FuzzTest
    public void a_text_that_was_decoded_is_encoded_to_the_same_text(byte[] input) {
        int end = 0;
        while (end < input.length && input[end] != 0) {
            end++;
        }
        String terms = new String(input, 0, end, StandardCharsets.ISO_8859_1);
        int start = Math.min(input.length, end + 1);
        Harmless.isTaken(input, () -> {
            CharacterSet set = CharacterSet.of(List.of(terms.split("\\\\", -1)));
            for (VR vr : new VR[] {VR.PN, VR.LO, VR.UT}) {
                String text = set.decode(input, start, input.length - start, vr);
                byte[] encoded = set.encode(text, vr);
                if (set.canEncode(text)) {
                    assertThat(set.decode(encoded, 0, encoded.length, vr)).isEqualTo(text);
                }
            }
        });
    }
}
