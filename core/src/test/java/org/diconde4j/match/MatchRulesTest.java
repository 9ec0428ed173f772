package org.diconde4j.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules that hold when a query agreed on them (PS3.4 C.5.1.1), and that they do not when it did not. */
class MatchRulesTest {
    private static final MatchRules FUZZY = MatchRules.NONE.withFuzzyNames(true);
    private static final MatchRules EMPTY = MatchRules.NONE.withEmptyValues(true);
    private static final MatchRules ALL_VALUES = MatchRules.NONE.withMultipleValues(true);
    private static final MatchRules ZONED = MatchRules.NONE.withTimezone(true);

    private static boolean matches(MatchRules rules, Dataset keys, Dataset candidate) {
        return Matcher.of(keys, rules).matches(candidate);
    }

    private static Dataset of(int tag, String... values) {
        return Dataset.builder()
                .set(Tag.SpecificCharacterSet, "ISO_IR 192")
                .set(tag, values)
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        // key, name, matches, by which rule
        "Anna Schmidt, Schmidt^Anna, true", // any order
        "SCHMIDT, Schmidt^Anna, true", // a word of several, without case
        "Muller, Müller^Ernst, true", // without accents
        "Müller, MULLER^ERNST, true",
        "Strasse, Straße, true",
        "Soren, Søren^K, true",
        "Schmitt^Anna, Schmidt^Anna, true", // by sound
        "Meier, Maier^Jan, true",
        "Ashcroft, Ashcraft, true", // h parts no equal digits
        "Tymczak, Timszak, true",
        "OBrien, O'Brien^Pat, true",
        "Sch*, Schmidt^Anna, true", // wild cards within a word
        "Anna S*, Schmidt^Anna^Maria, true",
        "blade, Turbine Blade^7, true",
        "山田, Yamada^Tarou=山田^太郎=やまだ^たろう, true", // any component group
        "Yamada 太郎, Yamada^Tarou=山田^太郎, false", // but all words in one
        "Anna Anna, Schmidt^Anna, false", // a word of its own for each
        "Anna Berta, Schmidt^Anna, false",
        "Weld 4711, WELD^4712, false", // numbers are no sounds
        "Weld 4711, 4711^WELD, true",
        "Weld1, Weld2, false",
        "Bo, Be, false", // too short to sound like anything
        "Kraus, Graus, false", // Soundex keeps the first letter
        "^, Schmidt, false" // no word at all
    })
    void fuzzy_names_match_by_their_words(String key, String name, boolean expected) {
        Dataset keys = of(Tag.PatientName, key);
        Dataset candidate = of(Tag.PatientName, name);
        assertThat(matches(FUZZY, keys, candidate)).isEqualTo(expected);
    }

    @Test
    void fuzzy_names_lose_no_match_of_the_other_rules_and_are_literal_unless_agreed() {
        for (String key : new String[] {"Schmidt^*", "schmidt^anna", "*", "SCHMIDT^ANNA^^"}) {
            assertThat(matches(FUZZY, of(Tag.PatientName, key), of(Tag.PatientName, "Schmidt^Anna")))
                    .as(key)
                    .isTrue();
        }
        assertThat(matches(MatchRules.NONE, of(Tag.PatientName, "Anna Schmidt"), of(Tag.PatientName, "Schmidt^Anna")))
                .isFalse();
        assertThat(matches(FUZZY, of(Tag.StudyDescription, "Anna Schmidt"), of(Tag.StudyDescription, "Schmidt Anna")))
                .as("only names")
                .isFalse();
    }

    @Test
    void a_name_of_endless_words_is_matched_in_a_bounded_time() {
        String many = "ab* ".repeat(20_000) + "x";
        long start = System.nanoTime();
        assertThat(matches(FUZZY, of(Tag.PatientName, "ab* ".repeat(33) + "y"), of(Tag.PatientName, many)))
                .isTrue(); // words behind the 32nd are not looked at
        assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
    }

    @Test
    void two_quotation_marks_match_what_has_no_value() {
        Dataset empty = Dataset.builder().setEmpty(Tag.StudyDescription).build();
        Dataset key = of(Tag.StudyDescription, "\"\"");
        assertThat(matches(EMPTY, key, empty)).isTrue();
        assertThat(matches(EMPTY, key, Dataset.empty())).isTrue();
        assertThat(matches(EMPTY, key, of(Tag.StudyDescription, "x"))).isFalse();
        assertThat(matches(EMPTY, of(Tag.StudyDescription, "x"), empty)).isFalse();
    }

    @Test
    void two_quotation_marks_match_empty_values_of_every_representation_and_themselves_unless_agreed() {
        for (int tag :
                new int[] {Tag.StudyDate, Tag.StudyTime, Tag.AccessionNumber, Tag.PatientName, Tag.SeriesNumber}) {
            VR vr = Dictionary.standard().vrOf(tag);
            Dataset key = Dataset.builder().set(tag, vr, "\"\"").build();
            assertThat(matches(EMPTY, key, Dataset.empty())).as("%08X", tag).isTrue();
            assertThat(matches(MatchRules.NONE, key, Dataset.empty()))
                    .as("%08X", tag)
                    .isFalse();
        }
        assertThat(matches(MatchRules.NONE, of(Tag.StudyID, "\"\""), of(Tag.StudyID, "\"\"")))
                .isTrue();
        assertThat(matches(EMPTY, of(Tag.StudyID, "\"\""), of(Tag.StudyID, "\"\"")))
                .isFalse();
    }

    @Test
    void several_values_want_all_of_them_in_any_order_where_there_can_be_several() {
        Dataset ctAndPt = of(Tag.ModalitiesInStudy, "CT", "PT");
        assertThat(matches(ALL_VALUES, ctAndPt, of(Tag.ModalitiesInStudy, "PT", "SR", "CT")))
                .isTrue();
        assertThat(matches(ALL_VALUES, ctAndPt, of(Tag.ModalitiesInStudy, "CT")))
                .isFalse();
        assertThat(matches(MatchRules.NONE, ctAndPt, of(Tag.ModalitiesInStudy, "CT")))
                .isTrue();
        assertThat(matches(ALL_VALUES, of(Tag.Modality, "CT", "PT"), of(Tag.Modality, "CT")))
                .as("Modality has one value: a list of alternatives")
                .isTrue();
        assertThat(matches(ALL_VALUES, of(Tag.RelatedSeriesSequence), Dataset.empty()))
                .isTrue();
        assertThat(matches(ALL_VALUES, of(Tag.StudyInstanceUID, "1.2", "1.3"), of(Tag.StudyInstanceUID, "1.3")))
                .as("a list of UIDs stays one")
                .isTrue();
    }

    private static Dataset at(String date, String time, String zone) {
        Dataset.Builder b = Dataset.builder().set(Tag.StudyDate, date).set(Tag.StudyTime, time);
        return zone == null ? b.build() : b.set(Tag.TimezoneOffsetFromUTC, zone).build();
    }

    @ParameterizedTest
    @CsvSource({
        // key date, key time, key zone, date, time, zone, adjusted, plain
        "20200102, '', +0900, 20200101, 230000, -0500, true, false", // there it is the next day, 13:00
        "20200101, '', +0900, 20200101, 230000, -0500, false, true",
        "'', 1200-1400, +0900, 20200101, 230000, -0500, true, false",
        "20191231-20200101, '', +0530, 20200101, 0100, +0530, true, true", // the same zone
        "20200101, '', +0900, 20200101, 230000, , true, true", // nobody knows its zone
        "20200101, '', +0900, 20200101, '', -0500, true, true", // a day on the calendar of its place
        "20200101, '', , 20200101, 230000, -0500, true, true" // no zone in the query
    })
    void dates_and_times_are_compared_in_the_zone_of_the_query(
            String keyDate,
            String keyTime,
            String keyZone,
            String date,
            String time,
            String zone,
            boolean adjusted,
            boolean plain) {
        Dataset keys = at(keyDate, keyTime, keyZone);
        assertThat(matches(ZONED, keys, at(date, time, zone))).isEqualTo(adjusted);
        assertThat(matches(MatchRules.NONE, keys, at(date, time, zone))).isEqualTo(plain);
    }

    @Test
    void answers_tell_dates_and_times_in_the_zone_of_the_query_and_name_it() {
        Dataset keys = at("", "", "+0530").toBuilder()
                .setItems(Tag.RequestAttributesSequence, List.of(at("", "", null)))
                .build();
        Dataset candidate = at("20191231", "2330", "-0100").toBuilder()
                .set(Tag.PatientBirthDate, "20180101")
                .set(Tag.PatientBirthTime, "0100")
                .setItems(Tag.RequestAttributesSequence, List.of(at("20200228", "18", null)))
                .build();
        Dataset answer = Matcher.of(keys, ZONED).project(candidate);
        assertThat(answer.string(Tag.StudyDate)).isEqualTo("20200101");
        assertThat(answer.string(Tag.StudyTime)).isEqualTo("0600");
        assertThat(answer.string(Tag.TimezoneOffsetFromUTC)).isEqualTo("+0530");
        Dataset item = answer.items(Tag.RequestAttributesSequence).get(0);
        assertThat(item.string(Tag.StudyDate)).isEqualTo("20200229");
        assertThat(item.string(Tag.StudyTime)).isEqualTo("0030"); // minutes, as the zones are apart by a half hour
        Dataset unzoned = Matcher.of(keys, ZONED).project(at("20191231", "2330", null));
        assertThat(unzoned.string(Tag.StudyTime)).isEqualTo("2330");
        assertThat(unzoned.contains(Tag.TimezoneOffsetFromUTC)).isFalse();
        assertThat(Matcher.of(keys).project(candidate).string(Tag.StudyTime)).isEqualTo("2330");
        Dataset precise = Matcher.of(at("", "", "+0000"), ZONED).project(at("20200101", "000000.5", "+0100"));
        assertThat(precise.string(Tag.StudyDate)).isEqualTo("20191231");
        assertThat(precise.string(Tag.StudyTime)).isEqualTo("230000.500000");
        assertThat(precise.string(Tag.TimezoneOffsetFromUTC)).isEqualTo("+0000");
    }

    @ParameterizedTest
    @CsvSource({
        // dates, times, date, time, combined, plain
        "20060705-20060707, 1000-1800, 20060706, 0300, true, false",
        "20060705-20060707, 1000-1800, 20060705, 0900, false, false",
        "20060705-20060707, 1000-1800, 20060707, 1900, false, false",
        "20060705-, 1000-, 20060706, 0300, true, false",
        "-20060707, -1800, 20060706, 2300, true, false",
        "20060705-, -1800, 20060706, 2300, false, false", // ranges of other forms are not one
        "20060705-, -1800, 20060706, 0300, true, true",
        "20060706, 1000-1800, 20060706, 0300, false, false" // a single date is no range
    })
    void ranges_of_dates_and_times_are_one_range_of_moments(
            String dates, String times, String date, String time, boolean combined, boolean plain) {
        Dataset keys = at(dates, times, null);
        assertThat(matches(MatchRules.NONE.withCombinedDateTime(true), keys, at(date, time, null)))
                .isEqualTo(combined);
        assertThat(matches(MatchRules.NONE, keys, at(date, time, null))).isEqualTo(plain);
    }

    @Test
    void moments_of_two_zones_are_compared_as_such_when_both_rules_hold() {
        MatchRules both = ZONED.withCombinedDateTime(true);
        Dataset keys = at("20200102-20200102", "1200-1400", "+0900");
        assertThat(matches(both, keys, at("20200101", "230000", "-0500"))).isTrue();
        assertThat(matches(both, keys, at("20200101", "210000", "-0500"))).isFalse();
    }
}
