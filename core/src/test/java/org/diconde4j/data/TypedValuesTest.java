package org.diconde4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteOrder;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values as PS3.5 6.2 defines them. */
class TypedValuesTest {
    private static Dataset of(int tag, String... values) {
        return Dataset.builder().set(tag, values).build();
    }

    private static Dataset of(int tag, VR vr, byte[] bytes) {
        return Dataset.builder().setBytes(tag, vr, bytes).build();
    }

    private static Element bigEndian(VR vr, String hex) {
        byte[] bytes = Bytes.of(hex);
        return new Element(Tag.SelectorULValue, vr, bytes, 0, bytes.length, true, CharacterSet.DEFAULT);
    }

    @Test
    void dates_are_those_of_today_and_of_acr_nema() {
        Dataset dataset = of(Tag.StudyDate, "20240229", "1993.04.01");
        assertThat(dataset.get(Tag.StudyDate).dates())
                .containsExactly(LocalDate.of(2024, 2, 29), LocalDate.of(1993, 4, 1));
        assertThat(dataset.date(Tag.StudyDate)).isEqualTo(LocalDate.of(2024, 2, 29));
    }

    @ParameterizedTest
    @ValueSource(strings = {"20230229", "2023", "202302", "2023-02-28", "20230228-", "00000000", "2023022８", "x"})
    void what_is_no_date_is_absent_or_an_error_that_says_so(String text) {
        Dataset dataset = Dataset.builder()
                .set(Tag.SpecificCharacterSet, "ISO_IR 192")
                .set(Tag.StudyDate, VR.LO, "20240101", text)
                .build();
        assertThat(Dataset.builder().set(Tag.StudyDate, VR.LO, text).build().date(Tag.StudyDate))
                .isNull();
        assertThatThrownBy(() -> dataset.get(Tag.StudyDate).dates())
                .isInstanceOf(ValueException.class)
                .hasMessage("value 2 of StudyDate (0008,0020) LO: expected a date YYYYMMDD, found \"" + text + "\"")
                .extracting("tag", "expected", "found")
                .containsExactly(Tag.StudyDate, "a date YYYYMMDD", text);
    }

    @ParameterizedTest
    @CsvSource({
        "10, 10:00, 10:59:59.999999999, HOURS",
        "1042, 10:42, 10:42:59.999999999, MINUTES",
        "10:42, 10:42, 10:42:59.999999999, MINUTES",
        "104207, 10:42:07, 10:42:07.999999999, SECONDS",
        "10:42:07, 10:42:07, 10:42:07.999999999, SECONDS",
        "104207.5, 10:42:07.5, 10:42:07.599999999, NANOS",
        "10:42:07.25, 10:42:07.25, 10:42:07.259999999, NANOS",
        "104207.123456, 10:42:07.123456, 10:42:07.123456999, NANOS",
        "104207.1234567, 10:42:07.1234567, 10:42:07.123456799, NANOS",
        "235960, 23:59:59.999999999, 23:59:59.999999999, SECONDS",
    })
    void times_stand_for_all_that_they_leave_open(String text, LocalTime earliest, LocalTime latest, String precision) {
        DicomTime time = of(Tag.StudyTime, text).time(Tag.StudyTime);
        assertThat(time.earliest()).isEqualTo(earliest);
        assertThat(time.latest()).isEqualTo(latest);
        assertThat(time.precision())
                .hasToString(precision.charAt(0) + precision.substring(1).toLowerCase(java.util.Locale.ROOT));
        assertThat(time).hasToString(text);
        assertThat(time.isLeapSecond()).isEqualTo(text.endsWith("60"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"24", "1060", "104261", "1", "104", "10:4", "104207.", "1042.5", "104207.1234567890", "+1"})
    void what_is_no_time_is_absent_or_an_error_that_says_so(String text) {
        if (text.equals("104207.")) {
            assertThat(DicomTime.parse(text).earliest()).isEqualTo(LocalTime.of(10, 42, 7));
            return;
        }
        assertThat(of(Tag.StudyTime, text).time(Tag.StudyTime)).isNull();
        assertThatThrownBy(() -> DicomTime.parse(text))
                .isInstanceOf(ValueException.class)
                .hasMessageStartingWith("value of representation TM: expected a time HH[MM[SS[.FFFFFF]]], found \"");
    }

    @ParameterizedTest
    @CsvSource({
        "2024, 2024-01-01T00:00, 2024-12-31T23:59:59.999999999, Years, ",
        "202402, 2024-02-01T00:00, 2024-02-29T23:59:59.999999999, Months, ",
        "20240305, 2024-03-05T00:00, 2024-03-05T23:59:59.999999999, Days, ",
        "2024030510, 2024-03-05T10:00, 2024-03-05T10:59:59.999999999, Hours, ",
        "20240305104207.5, 2024-03-05T10:42:07.5, 2024-03-05T10:42:07.599999999, Nanos, ",
        "20240305104207+0100, 2024-03-05T10:42:07, 2024-03-05T10:42:07.999999999, Seconds, +01:00",
        "2024-0330, 2024-01-01T00:00, 2024-12-31T23:59:59.999999999, Years, -03:30",
        "20240305104207.123456+1400, 2024-03-05T10:42:07.123456, 2024-03-05T10:42:07.123456999, Nanos, +14:00",
    })
    void date_times_stand_for_all_that_they_leave_open(
            String text, LocalDateTime earliest, LocalDateTime latest, String precision, String offset) {
        DicomDateTime value = of(Tag.AcquisitionDateTime, text).dateTime(Tag.AcquisitionDateTime);
        assertThat(value.earliest()).isEqualTo(earliest);
        assertThat(value.latest()).isEqualTo(latest);
        assertThat(value.precision()).hasToString(precision);
        assertThat(value.offset()).isEqualTo(offset == null ? null : ZoneOffset.of(offset));
        assertThat(value.toOffsetDateTime()).isEqualTo(offset == null ? null : earliest.atOffset(value.offset()));
        assertThat(value).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "20",
                "20241",
                "20241301",
                "20240305T10",
                "20240305+1401",
                "20240305-1201",
                "20240305+01",
                "x"
            })
    void what_is_no_date_time_is_absent_or_an_error_that_says_so(String text) {
        assertThat(of(Tag.AcquisitionDateTime, text).dateTime(Tag.AcquisitionDateTime))
                .isNull();
        assertThatThrownBy(() -> DicomDateTime.parse(text)).isInstanceOf(ValueException.class);
    }

    @Test
    void the_timezone_of_the_data_set_holds_where_none_is_written() {
        Dataset dataset = Dataset.builder()
                .set(Tag.TimezoneOffsetFromUTC, "-0500")
                .set(Tag.AcquisitionDateTime, "20240305104207")
                .set(Tag.StudyDate, "20240305")
                .set(Tag.StudyTime, "10:42")
                .build();
        OffsetDateTime moment = OffsetDateTime.parse("2024-03-05T10:42:07-05:00");
        assertThat(dataset.dateTime(Tag.AcquisitionDateTime).toOffsetDateTime()).isEqualTo(moment);
        assertThat(dataset.get(Tag.AcquisitionDateTime).dateTimes().get(0).offset())
                .isNull();
        assertThat(dataset.dateTime(Tag.StudyDate, Tag.StudyTime)).isEqualTo(DicomDateTime.parse("202403051042-0500"));
        assertThat(dataset.dateTime(Tag.StudyDate, Tag.SeriesTime)).hasToString("20240305-0500");
        assertThat(dataset.dateTime(Tag.SeriesDate, Tag.StudyTime)).isNull();
        assertThat(DicomDateTime.parse("2024+0100").orOffset(ZoneOffset.UTC).offset())
                .isEqualTo(ZoneOffset.ofHours(1));
    }

    @ParameterizedTest
    @CsvSource({
        "20240301-20240331, 2024-03-01, 2024-03-31",
        "20240301 - 20240331, 2024-03-01, 2024-03-31",
        "20240301-, 2024-03-01, ",
        "-2024.03.31, , 2024-03-31",
        "20240315, 2024-03-15, 2024-03-15",
    })
    void ranges_of_dates_have_the_bounds_that_are_written(String key, LocalDate from, LocalDate to) {
        Range<LocalDate> range = Range.ofDates(key);
        assertThat(range.from()).isEqualTo(from);
        assertThat(range.to()).isEqualTo(to);
        assertThat(range.contains(LocalDate.of(2024, 3, 15))).isTrue();
        assertThat(range.contains(LocalDate.of(2024, 2, 29)) && from != null).isFalse();
        assertThat(range.contains(LocalDate.of(2024, 4, 1)) && to != null).isFalse();
    }

    @Test
    void ranges_of_times_reach_to_the_end_of_what_their_bounds_stand_for() {
        Range<DicomTime> range = Range.ofTimes("10-1115");
        assertThat(range.contains(DicomTime.parse("0959"))).isFalse();
        assertThat(range.contains(DicomTime.parse("10"))).isTrue();
        assertThat(range.contains(DicomTime.parse("111559.999999"))).isTrue();
        assertThat(range.contains(DicomTime.parse("11"))).isTrue();
        assertThat(range.contains(DicomTime.parse("111600"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2023-2024, 2023, 2024",
        "2023-0500, 2023-0500, 2023-0500",
        "2023-0500-2024-0500, 2023-0500, 2024-0500",
        "-2024-0500, , 2024-0500",
        "2023-0500-, 2023-0500, ",
        "20230101+0100-20240101, 20230101+0100, 20240101",
        "20230101-1100-20240101-1100, 20230101-1100, 20240101-1100",
    })
    void ranges_of_date_times_tell_the_hyphen_of_an_offset_from_their_own(String key, String from, String to) {
        Range<DicomDateTime> range = Range.ofDateTimes(key, null);
        assertThat(range.from()).isEqualTo(from == null ? null : DicomDateTime.parse(from));
        assertThat(range.to()).isEqualTo(to == null ? null : DicomDateTime.parse(to));
        assertThat(range).hasToString(key);
    }

    @Test
    void ranges_of_date_times_compare_moments_where_offsets_are_known() {
        Range<DicomDateTime> range = Range.ofDateTimes("2024030510-", ZoneOffset.ofHours(1));
        assertThat(range.contains(DicomDateTime.parse("20240305090000+0000"))).isTrue();
        assertThat(range.contains(DicomDateTime.parse("20240305085959+0000"))).isFalse();
        assertThat(range.contains(DicomDateTime.parse("20240305095959"))).isFalse();
        Range<DicomDateTime> both = Range.combined(Range.ofDates("20240301-20240302"), Range.ofTimes("10-12"), null);
        assertThat(both.contains(DicomDateTime.parse("20240302080000"))).isTrue();
        assertThat(both.contains(DicomDateTime.parse("20240301080000"))).isFalse();
        assertThat(both.contains(DicomDateTime.parse("20240302130000"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "x-20240301", "20240301-20240399", "20240301-20240302-20240303"})
    void what_is_no_range_is_an_error_that_says_so(String key) {
        assertThatThrownBy(() -> Range.ofDates(key))
                .isInstanceOf(ValueException.class)
                .hasMessageContaining("a date YYYYMMDD, or two with a hyphen between them");
        assertThatThrownBy(() -> Range.ofDateTimes(key, null)).isInstanceOf(ValueException.class);
    }

    @ParameterizedTest
    @CsvSource({"018M, 018M, P18M", "5y, 005Y, P5Y", "003W, 003W, P21D", "010D, 010D, P10D"})
    void ages_have_a_number_and_a_unit(String text, String canonical, Period period) {
        Age age = of(Tag.PatientAge, text).age(Tag.PatientAge);
        assertThat(age).hasToString(canonical);
        assertThat(age.toPeriod()).isEqualTo(period);
        assertThat(Age.parse(canonical)).isEqualTo(age);
    }

    @Test
    void what_is_no_age_is_absent_or_an_error_that_says_so() {
        assertThat(of(Tag.PatientAge, "old").age(Tag.PatientAge)).isNull();
        assertThatThrownBy(() -> of(Tag.PatientAge, "018").get(Tag.PatientAge).ages())
                .hasMessageContaining("PatientAge (0010,1010) AS: expected an age nnnD, nnnW, nnnM or nnnY");
    }

    @Test
    void names_have_three_groups_of_five_components() {
        PersonName name =
                of(Tag.PatientName, "Yamada^Tarou^M^Dr^Ph.D.=Y^T=y^t^").name(Tag.PatientName);
        assertThat(name.alphabetic()).isEqualTo(new PersonName.Group("Yamada", "Tarou", "M", "Dr", "Ph.D."));
        assertThat(name.ideographic()).isEqualTo(new PersonName.Group("Y", "T"));
        assertThat(name.phonetic()).isEqualTo(new PersonName.Group("y", "t"));
        assertThat(name).hasToString("Yamada^Tarou^M^Dr^Ph.D.=Y^T=y^t^");
        assertThat(PersonName.of(name.alphabetic(), null, name.phonetic())).hasToString("Yamada^Tarou^M^Dr^Ph.D.==y^t");
        assertThat(PersonName.of(new PersonName.Group("A", ""), null, null)).hasToString("A");
    }

    @ParameterizedTest
    @ValueSource(strings = {"^^", "=", "A^B^C^D^E^F^G", "PN=7=8=9=10", "4711^A=rev\u00a0B", "A^^^^=", "^A"})
    void names_that_are_part_numbers_stay_as_they_are(String text) {
        Dataset dataset = Dataset.builder()
                .set(Tag.SpecificCharacterSet, "ISO_IR 192")
                .set(Tag.PatientName, text)
                .build();
        assertThat(dataset.name(Tag.PatientName).text()).isEqualTo(text);
        assertThat(dataset.get(Tag.PatientName).names()).containsExactly(new PersonName(text));
    }

    @Test
    void components_behind_the_fifth_are_part_of_the_suffix() {
        assertThat(new PersonName("A^B^C^D^E^F").alphabetic().suffix()).isEqualTo("E^F");
        assertThat(new PersonName("A^B^C^D^E^F").alphabetic()).hasToString("A^B^C^D^E^F");
        assertThat(new PersonName("A=B=C=D").phonetic().family()).isEqualTo("C");
        assertThat(new PersonName("").alphabetic().isEmpty()).isTrue();
    }

    @Test
    void decimal_strings_are_exact() {
        Dataset dataset = of(Tag.PatientWeight, "1.10", "-.5", "+2.", "1E-3", "12345678901234.5");
        assertThat(dataset.get(Tag.PatientWeight).decimals())
                .containsExactly(
                        new BigDecimal("1.10"),
                        new BigDecimal("-0.5"),
                        new BigDecimal("2"),
                        new BigDecimal("0.001"),
                        new BigDecimal("12345678901234.5"));
        assertThat(dataset.get(Tag.PatientWeight).doubles()).containsExactly(1.1, -0.5, 2, 0.001, 12345678901234.5);
        assertThat(dataset.decimal(Tag.PatientWeight)).isEqualTo(new BigDecimal("1.10"));
        assertThat(of(Tag.PatientWeight, "9007199254740993.0").longValue(Tag.PatientWeight, 0))
                .isEqualTo(9007199254740993L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"NaN", "Infinity", "0x1p3", "1d", "1f", "1,5", ".", "E5", "1E", "1E99999", "--1", "1 2", "five"})
    void what_is_no_decimal_string_is_absent_or_an_error_that_says_so(String text) {
        Dataset dataset = of(Tag.PatientWeight, text, "1");
        assertThat(dataset.number(Tag.PatientWeight, 7)).isEqualTo(7);
        assertThat(dataset.longValue(Tag.PatientWeight, 7)).isEqualTo(7);
        assertThat(dataset.decimal(Tag.PatientWeight)).isNull();
        Element element = dataset.get(Tag.PatientWeight);
        String message = "value 1 of PatientWeight (0010,1030) DS: expected a decimal number, found \"" + text + "\"";
        assertThatThrownBy(element::doubles).isInstanceOf(ValueException.class).hasMessage(message);
        assertThatThrownBy(element::decimals).isInstanceOf(ValueException.class).hasMessage(message);
        assertThatThrownBy(element::longs).isInstanceOf(ValueException.class).hasMessage(message);
    }

    @Test
    void a_first_value_does_not_suffer_from_those_behind_it() {
        Dataset dataset = of(Tag.PatientWeight, "5", "five");
        assertThat(dataset.number(Tag.PatientWeight, 7)).isEqualTo(5);
        assertThat(dataset.integer(Tag.PatientWeight, 7)).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "1.5, 7",
        "1E300, 7",
        "9223372036854775808, 7",
        "9.3E18, 7",
        "-9223372036854775808, -9223372036854775808",
        "1E3, 1000",
        "'', 7"
    })
    void getters_with_a_fallback_give_it_for_all_that_does_not_fit(String text, long expected) {
        assertThat(of(Tag.PatientWeight, text).longValue(Tag.PatientWeight, 7)).isEqualTo(expected);
        assertThat(of(Tag.PatientID, text).longValue(Tag.PatientID, 7)).isEqualTo(7);
    }

    @Test
    void binary_integers_are_exact_in_either_byte_order() {
        Element unsigned = bigEndian(VR.UV, "FFFFFFFFFFFFFFFE 0000000000000001");
        assertThat(unsigned.integers()).containsExactly(new BigInteger("18446744073709551614"), BigInteger.ONE);
        assertThat(unsigned.longs()).containsExactly(-2, 1);
        assertThat(unsigned.doubles()).containsExactly(0x1p64, 1);
        assertThat(unsigned.strings()).containsExactly("18446744073709551614", "1");
        assertThat(bigEndian(VR.UL, "FFFFFFFE").integers()).containsExactly(BigInteger.valueOf(0xFFFFFFFEL));
        assertThat(bigEndian(VR.SL, "FFFFFFFE").integers()).containsExactly(BigInteger.valueOf(-2));
        assertThat(bigEndian(VR.US, "FFFE").ints()).containsExactly(0xFFFE);
        assertThat(bigEndian(VR.SS, "FFFE").ints()).containsExactly(-2);
        assertThat(bigEndian(VR.SV, "FFFFFFFFFFFFFFFE").longs()).containsExactly(-2);
        assertThat(bigEndian(VR.AT, "00100020 7FE00010").tags()).containsExactly(Tag.PatientID, Tag.PixelData);
        assertThat(bigEndian(VR.OV, "FFFFFFFFFFFFFFFE").integers().get(0).signum())
                .isEqualTo(1);
        assertThatThrownBy(() -> bigEndian(VR.US, "0001").tags()).isInstanceOf(ValueException.class);
        Dataset dataset = of(Tag.SelectorUVValue, "18446744073709551614");
        assertThat(dataset.longValue(Tag.SelectorUVValue, 7)).isEqualTo(7);
        assertThat(dataset.decimal(Tag.SelectorUVValue)).isEqualTo(new BigDecimal("18446744073709551614"));
    }

    @Test
    void floating_point_numbers_are_exact() {
        Element single = bigEndian(VR.FL, "3DCCCCCD");
        assertThat(single.decimals()).containsExactly(new BigDecimal("0.100000001490116119384765625"));
        assertThat(single.doubles()).containsExactly(0.1f);
        assertThatThrownBy(bigEndian(VR.FL, "7FC00000")::decimals).hasMessageContaining("a finite number");
        assertThatThrownBy(single::longs).hasMessageContaining("an integer");
        assertThat(bigEndian(VR.FD, "40F0000000000000").ints()).containsExactly(65536);
        assertThatThrownBy(bigEndian(VR.FD, "4270000000000000")::ints).hasMessageContaining("an integer of 32 bits");
    }

    @Test
    void numbers_of_a_file_are_read_from_it() {
        byte[] bytes = Bytes.of("0001 0002 0003");
        BulkData bulk = new BulkData(
                (offset, length) -> new ByteArrayInputStream(bytes, (int) offset, (int) length), 0, 6, true);
        Dataset dataset = Dataset.builder()
                .set(Element.of(Tag.RedPaletteColorLookupTableData, VR.US, bulk))
                .build();
        Element element = dataset.get(Tag.RedPaletteColorLookupTableData);
        assertThat(element.ints()).containsExactly(1, 2, 3);
        assertThat(dataset.integer(Tag.RedPaletteColorLookupTableData, 7)).isEqualTo(1);
        assertThat(element.buffer().order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(element.buffer().getShort(4)).isEqualTo((short) 3);
        BulkData passed = new BulkData(null, 0, 6, true);
        assertThat(Element.of(Tag.Rows, VR.US, passed).ints()).isEmpty();
        assertThatThrownBy(() -> Element.of(Tag.Rows, VR.US, passed).buffer())
                .isInstanceOf(java.io.UncheckedIOException.class);
    }

    @Test
    void a_buffer_shows_the_value_in_its_own_byte_order() {
        Element element = bigEndian(VR.OL, "00000001 00000002");
        assertThat(element.buffer().order()).isEqualTo(ByteOrder.BIG_ENDIAN);
        assertThat(element.buffer().isReadOnly()).isTrue();
        assertThat(element.buffer().getInt(4)).isEqualTo(2);
        assertThat(of(Tag.PixelData, VR.OW, Bytes.of("0100"))
                        .get(Tag.PixelData)
                        .buffer()
                        .getShort())
                .isEqualTo((short) 1);
    }

    @ParameterizedTest
    @CsvSource({
        "http://example.org/a?b=c#d, http://example.org/a?b=c#d",
        "http://example.org/a b|c, http://example.org/a%20b%7Cc",
        "1.2.840.10008, 1.2.840.10008",
        "urn:oid:1.2.3, urn:oid:1.2.3",
    })
    void uris_are_taken_as_they_are_or_with_what_they_may_not_have_escaped(String text, URI expected) {
        assertThat(of(Tag.RetrieveURL, text).uri(Tag.RetrieveURL)).isEqualTo(expected);
        assertThat(of(Tag.RetrieveURL, text).get(Tag.RetrieveURL).uri()).isEqualTo(expected);
    }

    @Test
    void what_is_no_uri_is_absent_or_an_error_that_says_so() {
        assertThat(of(Tag.RetrieveURL, "http://[broken").uri(Tag.RetrieveURL)).isNull();
        assertThatThrownBy(() -> of(Tag.RetrieveURL, "%zz").get(Tag.RetrieveURL).uri())
                .isInstanceOf(ValueException.class);
    }

    @ParameterizedTest
    @EnumSource(VR.class)
    void no_getter_with_a_fallback_fails_on_any_bytes_of_any_representation(VR vr) {
        java.util.Random random = new java.util.Random(vr.ordinal());
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[random.nextInt(20)];
            random.nextBytes(bytes);
            if (i % 2 == 0) {
                for (int b = 0; b < bytes.length; b++) {
                    bytes[b] = (byte) "0123456789.:-+E\\ D^=".charAt(random.nextInt(20));
                }
            }
            Dataset dataset =
                    vr == VR.SQ ? Dataset.builder().setItems(Tag.StudyDate).build() : of(Tag.StudyDate, vr, bytes);
            dataset.date(Tag.StudyDate);
            dataset.time(Tag.StudyDate);
            dataset.dateTime(Tag.StudyDate);
            dataset.dateTime(Tag.StudyDate, Tag.StudyDate);
            dataset.age(Tag.StudyDate);
            dataset.name(Tag.StudyDate);
            dataset.uri(Tag.StudyDate);
            dataset.decimal(Tag.StudyDate);
            dataset.longValue(Tag.StudyDate, 0);
            dataset.integer(Tag.StudyDate, 0);
            dataset.number(Tag.StudyDate, 0);
            dataset.strings(Tag.StudyDate);
        }
    }

    @Test
    void the_builder_takes_of_a_moment_what_the_representation_wants() {
        OffsetDateTime moment = OffsetDateTime.parse("2024-03-05T10:42:07.123456789+05:30");
        Dataset dataset = Dataset.builder()
                .set(Tag.StudyDate, moment)
                .set(Tag.StudyTime, moment)
                .set(Tag.AcquisitionDateTime, moment)
                .set(Tag.DateOfLastCalibration, LocalDate.of(987, 1, 2), LocalDate.of(2024, 12, 31))
                .set(Tag.SeriesTime, LocalTime.of(7, 5))
                .build();
        assertThat(dataset.string(Tag.StudyDate)).isEqualTo("20240305");
        assertThat(dataset.string(Tag.StudyTime)).isEqualTo("104207.123456");
        assertThat(dataset.string(Tag.AcquisitionDateTime)).isEqualTo("20240305104207.123456+0530");
        assertThat(dataset.strings(Tag.DateOfLastCalibration)).containsExactly("09870102", "20241231");
        assertThat(dataset.string(Tag.SeriesTime)).isEqualTo("070500");
        assertThat(DicomDateTime.of(moment)).hasToString("20240305104207.123456+0530");
        assertThatThrownBy(() -> Dataset.builder().set(Tag.StudyTime, LocalDate.of(2024, 1, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("representation TM cannot be made of 2024-01-01");
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "1.5E-300, 1.5E-300",
        "-0.0, -0",
        "123456789012345680, 12345678901235E4",
        "3.141592653589793, 3.14159265358979",
        "0.3333333333333333, .333333333333333",
        "-0.3333333333333333, -.33333333333333",
        "1.2345678901234567E-100, 12345678901E-110",
        "1.0E22, 1E22",
        "4.9E-324, 49406564584E-334",
    })
    void doubles_become_the_closest_text_of_sixteen_characters(double value, String expected) {
        assertThat(Decimals.format(value)).isEqualTo(expected).hasSizeLessThanOrEqualTo(16);
    }

    @Test
    void no_text_of_sixteen_characters_is_closer_to_a_random_double() {
        java.util.Random random = new java.util.Random(5);
        for (int i = 0; i < 2_000; i++) {
            double value = i % 2 == 0
                    ? Double.longBitsToDouble(random.nextLong())
                    : random.nextGaussian() * Math.pow(10, random.nextInt(20) - 10);
            if (!Double.isFinite(value)) {
                continue;
            }
            String text = Decimals.format(value);
            assertThat(text.length()).as(text).isLessThanOrEqualTo(16);
            assertThat(Decimals.isDecimal(text)).as(text).isTrue();
            BigDecimal exact = new BigDecimal(value);
            BigDecimal error = new BigDecimal(text).subtract(exact).abs();
            for (String other : otherForms(exact)) {
                BigDecimal otherError = new BigDecimal(other).subtract(exact).abs();
                boolean same = Double.parseDouble(text) == value;
                assertThat(same || error.compareTo(otherError) <= 0)
                        .as("%s for %s, but %s", text, value, other)
                        .isTrue();
            }
        }
    }

    /** Texts of at most sixteen characters near a number, in the forms that PS3.5 allows. */
    private static List<String> otherForms(BigDecimal exact) {
        java.util.ArrayList<String> forms = new java.util.ArrayList<>();
        for (int digits = 16; digits > 8; digits--) {
            BigDecimal rounded = exact.round(new java.math.MathContext(digits));
            forms.add(rounded.unscaledValue() + "E" + -rounded.scale());
            forms.add(rounded.toString().replace("E+", "E"));
            if (Math.abs(rounded.scale()) < 20) {
                forms.add(rounded.toPlainString());
                forms.add(rounded.toPlainString().replaceFirst("^(-?)0\\.", "$1."));
            }
        }
        return forms.stream().filter(f -> f.length() <= 16).toList();
    }

    @Test
    void decimals_are_written_with_their_own_digits_if_they_fit() {
        Dataset dataset = Dataset.builder()
                .set(Tag.PatientWeight, new BigDecimal("1.50"), new BigDecimal("0.12345678901234567890"))
                .set(Tag.InstanceNumber, new BigDecimal("1E3"))
                .set(Tag.SelectorUVValue, new BigDecimal("18446744073709551615"))
                .set(Tag.SelectorFDValue, new BigDecimal("0.1"))
                .build();
        assertThat(dataset.strings(Tag.PatientWeight)).containsExactly("1.50", ".123456789012346");
        assertThat(dataset.string(Tag.InstanceNumber)).isEqualTo("1000");
        assertThat(dataset.string(Tag.SelectorUVValue)).isEqualTo("18446744073709551615");
        assertThat(dataset.number(Tag.SelectorFDValue, 0)).isEqualTo(0.1);
        assertThat(Arrays.asList(new BigDecimal("1E-5"), new BigDecimal("-12E+7")))
                .extracting(Decimals::format)
                .containsExactly("0.00001", "-1.2E+8");
    }

    @Test
    void a_private_block_is_reserved_once_for_each_creator() {
        Dataset.Builder builder =
                Dataset.builder().set(0x00111010, VR.LO, "an orphan").set(0x00110011, VR.LO, "OTHER");
        int block = builder.reserve("ACME", 0x0011);
        assertThat(block).isEqualTo(0x00111200);
        builder.set(block | 0x01, VR.DS, "1.5");
        assertThat(builder.reserve("ACME", 0x0011)).isEqualTo(block);
        assertThat(builder.reserve("OTHER", 0x0011)).isEqualTo(0x00111100);
        Dataset dataset = builder.build();
        assertThat(dataset.get("ACME", 0x0011, 0x01).doubles()).containsExactly(1.5);
        assertThat(dataset.privateCreator(block | 0x01)).isEqualTo("ACME");
        assertThat(dataset.toBuilder().reserve("ACME", 0x0011)).isEqualTo(block);
    }

    @Test
    void a_private_block_is_refused_where_there_is_none() {
        Dataset.Builder builder = Dataset.builder();
        for (int group : new int[] {0x0010, 0x0007, 0xFFFF}) {
            assertThatThrownBy(() -> builder.reserve("ACME", group))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("has no private elements");
        }
        for (int i = 0x10; i <= 0xFF; i++) {
            builder.reserve("CREATOR " + i, 9);
        }
        assertThatThrownBy(() -> builder.reserve("ACME", 9))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("group 0009 has no free block for \"ACME\"");
    }
}
