package org.diconde4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link Dataset} gives for a value that is not what was asked for. */
class FallbackTest {
    private static final int TAG = Tag.SelectorUNValue;

    private static Dataset text(VR vr, String text) {
        return Dataset.builder()
                .setBytes(TAG, vr, text.getBytes(StandardCharsets.ISO_8859_1))
                .build();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e300",
                "-1E+300",
                "1e999",
                "1e9999999999",
                "9223372036854775808",
                "-9223372036854775809",
                "0.5",
                "1e-300",
                "NaN",
                "Infinity",
                "-inf",
                "0x10",
                "1_000",
                "1d",
                "--1",
                "+",
                ".",
                "e5",
                "",
                "\\5",
                "\u00b2",
                "twelve"
            })
    void integers_fall_back_where_a_text_is_none(String text) {
        for (VR vr : new VR[] {VR.DS, VR.IS}) {
            assertThat(text(vr, text).longValue(TAG, -7)).isEqualTo(-7);
            assertThat(text(vr, text).integer(TAG, -7)).isEqualTo(-7);
        }
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                1e300,
                -1e300,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                0.5,
                9223372036854775808.0,
                Double.MIN_VALUE,
                Double.MAX_VALUE
            })
    void integers_fall_back_where_a_floating_point_number_is_none(double value) {
        for (VR vr : new VR[] {VR.FD, VR.OD, VR.FL, VR.OF}) {
            if (vr.unit() == 4 && (float) value == 0) {
                continue; // too small for 32 bits: an integer there
            }
            ByteBuffer bytes = ByteBuffer.allocate(vr.unit()).order(ByteOrder.LITTLE_ENDIAN);
            if (vr.unit() == 4) {
                bytes.putFloat((float) value);
            } else {
                bytes.putDouble(value);
            }
            Dataset dataset = Dataset.builder().setBytes(TAG, vr, bytes.array()).build();
            assertThat(dataset.longValue(TAG, -7)).as("%s", vr).isEqualTo(-7);
            assertThat(dataset.integer(TAG, -7)).as("%s", vr).isEqualTo(-7);
        }
    }

    @Test
    void numbers_that_are_not_finite_have_no_decimal() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            Dataset dataset = Dataset.builder().setDoubles(TAG, VR.FD, value).build();
            assertThat(Double.compare(dataset.number(TAG, 1), value)).isZero();
            assertThat(dataset.decimal(TAG)).isNull();
        }
    }

    @Test
    void no_getter_with_a_fallback_throws_whatever_the_value_is() {
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            VR vr;
            do {
                vr = VR.values()[random.nextInt(VR.values().length)];
            } while (vr == VR.SQ);
            String digits = "0123456789+-.eE\\^=:/ WMYD\0x";
            byte[] bytes = new byte[random.nextInt(30)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte)
                        (random.nextInt(6) == 0 ? random.nextInt() : digits.charAt(random.nextInt(digits.length())));
            }
            Dataset dataset = Dataset.builder()
                    .setBytes(Tag.TimezoneOffsetFromUTC, VR.SH, Arrays.copyOf(bytes, Math.min(5, bytes.length)))
                    .setBytes(TAG, vr, bytes)
                    .build();
            assertThatCode(() -> askAll(dataset)).as("seed %d", seed).doesNotThrowAnyException();
        }
    }

    @Test
    void every_getter_falls_back_where_a_stream_has_passed_over_the_value() {
        for (VR vr : VR.values()) {
            if (vr != VR.SQ) {
                Dataset dataset = Dataset.builder()
                        .set(Element.of(TAG, vr, new BulkData(null, 0, 100, false)))
                        .build();
                assertThat(askAll(dataset)).as("%s", vr).containsOnly(-7, -7L, -7.0, "-7", "null", List.of());
            }
        }
    }

    private static List<Object> askAll(Dataset dataset) {
        List<Object> answers = new ArrayList<>();
        answers.add(dataset.integer(TAG, -7));
        answers.add(dataset.longValue(TAG, -7));
        answers.add(dataset.number(TAG, -7));
        answers.add(dataset.string(TAG, "-7"));
        answers.add(dataset.strings(TAG));
        for (Object found : new Object[] {
            dataset.string(TAG),
            dataset.decimal(TAG),
            dataset.date(TAG),
            dataset.time(TAG),
            dataset.dateTime(TAG),
            dataset.dateTime(TAG, TAG),
            dataset.timezone(),
            dataset.age(TAG),
            dataset.name(TAG),
            dataset.uri(TAG),
        }) {
            answers.add(found == null ? "null" : found);
        }
        return answers;
    }
}
