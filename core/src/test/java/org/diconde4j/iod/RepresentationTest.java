package org.diconde4j.iod;

import static org.assertj.core.api.Assertions.assertThat;

import org.diconde4j.dict.VR;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The value rules of PS3.5 table 6.2-1. */
class RepresentationTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AE|STATION_1",
                "AE|a b!c",
                "AS|018M",
                "CS|ORIGINAL",
                "CS|A_B 3",
                "DA|20240229",
                "DA|19000228",
                "DA|18991231",
                "TM|07",
                "TM|0730",
                "TM|073059",
                "TM|235960.123456",
                "DT|2024",
                "DT|202402",
                "DT|20240229",
                "DT|20240229235960.5+0100",
                "DT|2024-0500",
                "DS|1",
                "DS|-1.5E-10",
                "DS|+.5",
                "DS|12.",
                "IS|+12",
                "IS|-2147483648",
                "UI|1.2.840.10008.1.1",
                "UI|2.25.0",
                "UI|0.39",
                "UR|https://example.org/a?b=c%20d",
                "SH|Prüflabor Küste",
                "LO|a",
                "ST|a",
                "LT|a",
                "UC|a",
                "UT|a",
                "PN|Müller^Ute^^Dr.=B^A=C",
                "PN|SN-0001"
            })
    void takes(VR vr, String value) {
        assertThat(Representation.problem(vr, value)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AE|STATION_WITH_A_LONG_NAME|at most 16",
                "AE|Küste|printable",
                "AS|18M|three digits",
                "AS|018X|D, W, M or Y",
                "CS|lower|upper case",
                "CS|A-B|upper case",
                "CS|ABCDEFGHIJKLMNOPQ|at most 16",
                "DA|20230229|YYYYMMDD",
                "DA|20240431|YYYYMMDD",
                "DA|1997.04.24|ACR-NEMA",
                "DA|2024|YYYYMMDD",
                "TM|24|HHMMSS",
                "TM|07:30|HHMMSS",
                "TM|073|HHMMSS",
                "TM|0730.5|HHMMSS",
                "TM|073059.|HHMMSS",
                "DT|20241301|YYYYMMDDHHMMSS",
                "DT|2024.5|YYYYMMDDHHMMSS",
                "DT|20240229+1500|YYYYMMDDHHMMSS",
                "DT|24|YYYY",
                "DS|1,5|decimal",
                "DS|.|decimal",
                "DS|1E|decimal",
                "DS|1.2.3|decimal",
                "DS|NaN|decimal",
                "DS|1.2345678901234567|at most 16",
                "IS|1.5|integer",
                "IS|2147483648|32 bits",
                "IS|99999999999999999999999|at most 12",
                "IS|-|integer",
                "UI|1.2.03|leading zeros",
                "UI|1..2|between full stops",
                "UI|1.2.|between full stops",
                "UI|3.1|root",
                "UI|1|root",
                "UI|1.2.a|digits and full stops",
                "UI|1.99.1|below 40",
                "UR|a b|without spaces",
                "SH|12345678901234567|at most 16",
                "PN|a^b^c^d^e^f|five components",
                "PN|a=b=c=d|three component groups"
            })
    void refuses(VR vr, String value, String reason) {
        assertThat(Representation.problem(vr, value).expected()).contains(reason);
    }

    @ParameterizedTest
    @CsvSource({"LO", "PN", "UC", "SH"})
    void refuses_control_characters_where_there_is_one_line(VR vr) {
        assertThat(Representation.problem(vr, "a\nb").expected()).contains("control characters");
        assertThat(Representation.problem(VR.LT, "a\r\n\tb\fc")).isNull();
        assertThat(Representation.problem(VR.LT, "a\u0007").expected()).contains("control characters");
    }

    @ParameterizedTest
    @CsvSource({"LO,64", "SH,16", "ST,1024", "LT,10240"})
    void counts_characters_not_bytes(VR vr, int most) {
        assertThat(Representation.problem(vr, "ü".repeat(most))).isNull();
        assertThat(Representation.problem(vr, "😀".repeat(most))).isNull();
        assertThat(Representation.problem(vr, "a".repeat(most + 1)).expected()).contains("not " + (most + 1));
    }
}
