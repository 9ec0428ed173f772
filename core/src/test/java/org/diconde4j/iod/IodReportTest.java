package org.diconde4j.iod;

import static org.assertj.core.api.Assertions.assertThat;

import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.junit.jupiter.api.Test;

/** Reports for people and for programs. */
class IodReportTest {
    private final IodReport report = IodValidator.standard()
            .withDefinitions("""
                    module pipe - Pipe
                    PatientID 1
                    BodyPartExamined 1 =PIPE|PLATE

                    iod - Pipe of Acme
                    class ComputedRadiographyImageStorage
                    pipe M
                    """)
            .validate(Dataset.builder()
                    .set(Tag.SOPClassUID, UID.ComputedRadiographyImageStorage)
                    .set(Tag.BodyPartExamined, "FLANGE")
                    .build());

    @Test
    void the_text_is_a_table_with_the_worst_first() {
        assertThat(report.toString()).isEqualTo("""
                        Computed Radiography Image Storage: 2 errors, 0 warnings, 1 remark
                          error  (0010,0020) PatientID · ComponentIDNumber  Pipe, 1       expected it to be present [second-hand]
                          error  (0018,0015) BodyPartExamined               Pipe, 1       expected PIPE, PLATE, found 'FLANGE' [second-hand]
                          info   (0008,0016) SOPClassUID                    Pipe of Acme  an attribute that the Pipe of Acme does not have: an extended class [second-hand]
                        """);
    }

    @Test
    void what_matters_less_can_be_left_out() {
        assertThat(report.atLeast(Severity.WARNING).findings()).hasSize(2);
        assertThat(report.atLeast(Severity.ERROR).isValid()).isFalse();
        assertThat(report.count(Severity.INFO)).isEqualTo(1);
        assertThat(report.atLeast(Severity.INFO)).isEqualTo(report);
    }

    @Test
    void the_json_has_every_property_of_a_finding() {
        assertThat(report.atLeast(Severity.ERROR).toJson("a\"b.dcm"))
                .isEqualTo(
                        "{\"file\":\"a\\\"b.dcm\",\"sopClassUid\":\"1.2.840.10008.5.1.4.1.1.1\",\"iod\":\"Pipe of Acme\","
                                + "\"valid\":false,\"findings\":[{\"severity\":\"error\",\"rule\":\"missing\",\"module\":\"Pipe\","
                                + "\"path\":\"(0010,0020)\",\"tag\":\"00100020\",\"keyword\":\"PatientID\","
                                + "\"dicondeName\":\"ComponentIDNumber\",\"type\":\"1\",\"text\":\"expected it to be present\","
                                + "\"paragraph\":\"second-hand\",\"occurrences\":1},{\"severity\":\"error\","
                                + "\"rule\":\"enumerated_value\",\"module\":\"Pipe\",\"path\":\"(0018,0015)\",\"tag\":\"00180015\","
                                + "\"keyword\":\"BodyPartExamined\",\"dicondeName\":null,\"type\":\"1\","
                                + "\"text\":\"expected PIPE, PLATE, found 'FLANGE'\",\"paragraph\":\"second-hand\","
                                + "\"occurrences\":1}]}");
        assertThat(report.toJson("")).startsWith("{\"sopClassUid\":");
    }
}
