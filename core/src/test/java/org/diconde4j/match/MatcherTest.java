package org.diconde4j.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** PS3.4 C.2.2.2. */
class MatcherTest {
    private static boolean matches(int tag, String key, String value) {
        Dataset keys = Dataset.builder().set(tag, key.split("\\\\", -1)).build();
        Dataset candidate = value == null
                ? Dataset.empty()
                : Dataset.builder().set(tag, value.split("\\\\", -1)).build();
        return Matcher.of(keys).matches(candidate);
    }

    @ParameterizedTest
    @CsvSource({
        "SN-1, SN-1, true",
        "SN-1, sn-1, false",
        "SN-1, SN-10, false",
        "'', anything, true",
        "*, anything, true",
        "**, '', true",
        "SN-*, SN-0001, true",
        "SN-*, SN-, true",
        "SN-*, XSN-1, false",
        "*-1, SN-1, true",
        "SN-?, SN-1, true",
        "SN-?, SN-, false",
        "SN-?, SN-12, false",
        "S*-*1?, SN-0-17, true",
        "*a*b*c*, xxaxxbxxcxx, true",
        "*a*b*c*, xxaxxcxxbxx, false",
        "SN-1\\SN-2, SN-2, true",
        "SN-1\\X*, XYZ, true",
        "SN-1\\SN-2, SN-3, false",
    })
    void text_matches_by_single_value_wild_card_and_list(String key, String value, boolean expected) {
        assertThat(matches(Tag.PatientID, key, value)).isEqualTo(expected);
    }

    @Test
    void universal_matching_takes_an_absent_attribute_single_value_matching_does_not() {
        assertThat(matches(Tag.PatientID, "", null)).isTrue();
        assertThat(matches(Tag.PatientID, "*", null)).isTrue();
        assertThat(matches(Tag.PatientID, "?", null)).isFalse();
        assertThat(matches(Tag.PatientID, "A", null)).isFalse();
        assertThat(matches(Tag.StudyDate, "", null)).isTrue();
        assertThat(matches(Tag.StudyDate, "20200101-", null)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.3, 1.2.3, true",
        "1.2.3, 1.2.34, false",
        "1.2.*, 1.2.3, false",
        "1.2.3\\1.2.4, 1.2.4, true",
    })
    void identifiers_match_by_value_and_list_without_wild_cards(String key, String value, boolean expected) {
        assertThat(matches(Tag.StudyInstanceUID, key, value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "weld^ace, Weld^Ace, true",
        "WELD*, Weld^Ace, true",
        "Weld^Ace, Weld^Ace^^^, true",
        "Weld^Ace, Weld^Ace=溶接=, true",
        "溶接, Weld^Ace=溶接=, true",
        "溶*, Weld^Ace=溶接^エース=, true",
        "=溶接, Weld^Ace=溶接, true",
        "Weld*=溶*, Weld^Ace=溶接, true",
        "Weld*=鋳*, Weld^Ace=溶接, false",
        "=溶接, Weld^Ace, false",
        "We?d, Weld, true",
        "Weld, Weld^Ace, false",
    })
    void names_match_without_regard_to_case_and_by_component_group(String key, String value, boolean expected) {
        assertThat(matches(Tag.PatientName, key, value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "20240315, 20240315, true",
        "20240315, 2024.03.15, true",
        "20240315, 20240316, false",
        "20240301-20240331, 20240301, true",
        "20240301-20240331, 20240331, true",
        "20240301-20240331, 20240401, false",
        "20240301-, 20250101, true",
        "20240301-, 20240229, false",
        "-20240301, 20240301, true",
        "-20240301, 20240302, false",
        "20240315, '', false",
        "nonsense, 20240315, false",
        "20230101\\20240315, 20240315, true",
    })
    void dates_match_by_value_and_range(String key, String value, boolean expected) {
        assertThat(matches(Tag.StudyDate, key, value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1000-1200, 110000, true",
        "1000-1200, 120059.999, true",
        "1000-1200, 120100, false",
        "1000-, 0959, false",
        "-10, 10:59:59, true",
        "101500.5, 101500.500000, true",
    })
    void times_match_by_value_and_range(String key, String value, boolean expected) {
        assertThat(matches(Tag.StudyTime, key, value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "20240315-20240316, 20240315120000, true",
        "20240315-20240316, 20240316235959.9, true",
        "20240315-20240316, 20240317, false",
        "202403151000-202403151200, 20240315110000, true",
        "20240315100000+0100-20240315120000+0100, 20240315103000+0100, true",
        "20240315100000+0100-20240315120000+0100, 20240315093000+0000, true",
        "20240315100000+0100-20240315120000+0100, 20240315120001+0000, false",
        "20240315100000-0500, 20240315150000+0000, true",
        "20240315100000-0500, 20240315100000+0000, false",
        "20240315100000-0500-, 20240315100000, true",
        "-20240315100000-0500, 20240315150001+0000, false",
        "-20240315100000-0500, 20240315145959+0000, true",
        "2024-2025, 20241231, true",
    })
    void date_times_match_by_range_as_moments_where_both_name_their_offset(String key, String value, boolean expected) {
        assertThat(matches(Tag.AcquisitionDateTime, key, value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"7, 7, true", "7, 007, true", "7, +7, true", "7, 8, false", "*, 8, true", "7\\8, 8, true"})
    void numbers_match_by_value(String key, String value, boolean expected) {
        assertThat(matches(Tag.InstanceNumber, key, value)).isEqualTo(expected);
    }

    @Test
    void binary_numbers_match_by_value() {
        assertThat(matches(Tag.Rows, "512", "512")).isTrue();
        assertThat(matches(Tag.Rows, "512", "513")).isFalse();
        assertThat(matches(Tag.SelectorFDValue, "0.5", "0.50")).isTrue();
    }

    @Test
    void any_of_several_values_may_match() {
        assertThat(matches(Tag.ImageType, "PRIMARY", "ORIGINAL\\PRIMARY")).isTrue();
        assertThat(matches(Tag.ImageType, "PRIM*", "ORIGINAL\\PRIMARY")).isTrue();
    }

    @Test
    void every_key_must_match() {
        Dataset keys = Dataset.builder()
                .set(Tag.QueryRetrieveLevel, "STUDY")
                .set(Tag.SpecificCharacterSet, "ISO_IR 192")
                .set(Tag.PatientID, "A")
                .set(Tag.StudyDate, "2024*")
                .set(Tag.Modality, "CT")
                .build();
        Dataset candidate = Dataset.builder()
                .set(Tag.PatientID, "A")
                .set(Tag.StudyDate, "20240101")
                .set(Tag.Modality, "DX")
                .build();
        assertThat(Matcher.of(keys).matches(candidate)).isFalse();
    }

    @Test
    void a_sequence_matches_if_one_of_its_items_does() {
        Dataset one = Dataset.builder()
                .set(Tag.ScheduledStationAETitle, "XRAY1")
                .set(Tag.Modality, "DX")
                .build();
        Dataset two = Dataset.builder()
                .set(Tag.ScheduledStationAETitle, "CT1")
                .set(Tag.Modality, "CT")
                .build();
        Dataset candidate = Dataset.builder()
                .setItems(Tag.ScheduledProcedureStepSequence, one, two)
                .build();
        assertThat(Matcher.of(sequence("CT1", "CT")).matches(candidate)).isTrue();
        assertThat(Matcher.of(sequence("XRAY1", "CT")).matches(candidate)).isFalse();
        assertThat(Matcher.of(sequence("", "")).matches(Dataset.empty())).isTrue();
        assertThat(Matcher.of(sequence("", "CT")).matches(Dataset.empty())).isFalse();
        Dataset universal =
                Dataset.builder().setItems(Tag.ScheduledProcedureStepSequence).build();
        assertThat(Matcher.of(universal).matches(candidate)).isTrue();
    }

    private static Dataset sequence(String station, String modality) {
        return Dataset.builder()
                .setItems(
                        Tag.ScheduledProcedureStepSequence,
                        Dataset.builder()
                                .set(Tag.ScheduledStationAETitle, station)
                                .set(Tag.Modality, modality)
                                .build())
                .build();
    }

    @Test
    void a_private_key_finds_its_block_by_the_creator() {
        Dataset keys = Dataset.builder()
                .set(0x00090010, VR.LO, "ACME")
                .set(0x00091001, VR.LO, "ok*")
                .build();
        Dataset candidate = Dataset.builder()
                .set(0x00090010, VR.LO, "OTHER")
                .set(0x00091001, VR.LO, "bad")
                .set(0x00090011, VR.LO, "ACME")
                .set(0x00091101, VR.LO, "okay")
                .build();
        assertThat(Matcher.of(keys).matches(candidate)).isTrue();
        Dataset answer = Matcher.of(keys).project(candidate);
        assertThat(answer.string(0x00090010)).isEqualTo("ACME");
        assertThat(answer.string(0x00091001)).isEqualTo("okay");
        Dataset unknown = Dataset.builder()
                .set(0x00090010, VR.LO, "ACME")
                .setBytes(0x00091001, VR.UN, new byte[] {'o', 'k', 'a', 'y'})
                .build();
        assertThat(Matcher.of(unknown).matches(candidate)).isTrue();
    }

    @Test
    void dates_and_times_are_taken_together_when_that_was_agreed() {
        Dataset keys = Dataset.builder()
                .set(Tag.StudyDate, "20240301-20240303")
                .set(Tag.StudyTime, "100000-120000")
                .build();
        Dataset between = moment("20240302", "230000");
        assertThat(Matcher.of(keys).matches(between)).isFalse();
        assertThat(Matcher.of(keys).combiningDateAndTime().matches(between)).isTrue();
        assertThat(Matcher.of(keys).combiningDateAndTime().matches(moment("20240301", "095959")))
                .isFalse();
        assertThat(Matcher.of(keys).combiningDateAndTime().matches(moment("20240303", "120001")))
                .isFalse();
    }

    private static Dataset moment(String date, String time) {
        return Dataset.builder()
                .set(Tag.StudyDate, date)
                .set(Tag.StudyTime, time)
                .build();
    }

    @Test
    void gives_back_what_was_asked_for_and_empty_what_the_candidate_lacks() {
        Dataset keys = Dataset.builder()
                .setEmpty(Tag.PatientName)
                .setEmpty(Tag.PatientID)
                .setItems(
                        Tag.ScheduledProcedureStepSequence,
                        Dataset.builder().setEmpty(Tag.Modality).build())
                .build();
        Dataset candidate = Dataset.builder()
                .set(Tag.PatientName, "Größe")
                .set(Tag.PatientComments, "not asked for")
                .setItems(Tag.ScheduledProcedureStepSequence, moment("20240101", "10"))
                .build();
        Dataset answer = Matcher.of(keys).project(candidate);
        assertThat(answer.string(Tag.PatientName)).isEqualTo("Größe");
        assertThat(answer.get(Tag.PatientID).isEmpty()).isTrue();
        assertThat(answer.contains(Tag.PatientComments)).isFalse();
        Dataset item = answer.items(Tag.ScheduledProcedureStepSequence).get(0);
        assertThat(item.size()).isEqualTo(1);
        assertThat(item.get(Tag.Modality).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(value = VR.class, names = "SQ", mode = EnumSource.Mode.EXCLUDE)
    void a_value_that_a_stream_has_passed_over_matches_only_what_matches_everything(VR vr) {
        Element passed = Element.of(Tag.SelectorUNValue, vr, new BulkData(null, 0, 100, false));
        Element unknown = Element.of(0x00111001, vr, new BulkData(null, 0, 100, false));
        Dataset candidate = Dataset.builder()
                .set(passed)
                .set(0x00110010, VR.LO, "ACME")
                .set(unknown)
                .build();
        byte[] text = "20240101".getBytes(StandardCharsets.US_ASCII);
        for (VR keyVr : new VR[] {vr, VR.UN, VR.LO, VR.DA, VR.PN, VR.US, VR.SQ}) {
            Dataset.Builder keys = Dataset.builder().set(0x00110010, VR.LO, "ACME");
            if (keyVr == VR.SQ) {
                keys.setItems(
                        Tag.SelectorUNValue,
                        Dataset.builder().set(Tag.PatientID, "A").build());
            } else {
                keys.setBytes(Tag.SelectorUNValue, keyVr, text);
                keys.setBytes(0x00111001, keyVr, text);
            }
            Matcher matcher = Matcher.of(keys.build());
            boolean saysNothing = keyVr != VR.UN
                    && keyVr != VR.SQ
                    && keys.build().strings(0x00111001).isEmpty();
            assertThat(matcher.matches(candidate)).as("%s", keyVr).isEqualTo(saysNothing);
            assertThat(matcher.combiningDateAndTime().matches(candidate)).isEqualTo(saysNothing);
            assertThat(matcher.project(candidate).contains(Tag.SelectorUNValue)).isTrue();
        }
        Dataset empty = Dataset.builder().setEmpty(Tag.SelectorUNValue, VR.UN).build();
        assertThat(Matcher.of(empty).matches(candidate)).isTrue();
        Matcher passedKey = Matcher.of(candidate);
        assertThatCode(() -> passedKey.matches(candidate)).doesNotThrowAnyException();
    }
}
