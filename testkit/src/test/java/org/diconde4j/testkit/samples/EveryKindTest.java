package org.diconde4j.testkit.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.iod.Finding;
import org.diconde4j.iod.IodReport;
import org.diconde4j.iod.IodValidator;
import org.diconde4j.iod.Severity;
import org.diconde4j.nde.NdeRemark;
import org.junit.jupiter.api.Test;

class EveryKindTest {
    /** DICONDE allows floating point pixels in any image (second-hand), DICOM in parametric maps only. */
    private static final Set<String> FLOATING = Set.of("ct-float", "thermography-multi-frame");

    @Test
    void our_validator_knows_every_class_and_has_nothing_to_say_against_the_objects() {
        IodValidator validator = IodValidator.standard();
        EveryKind.objects().forEach((name, object) -> {
            IodReport report = validator.validate(object);

            assertThat(report.iod()).as(name).isNotNull();
            if (FLOATING.contains(name)) {
                assertThat(report.atLeast(Severity.WARNING).findings())
                        .extracting(Finding::keyword)
                        .containsExactly("FloatPixelData");
            } else {
                assertThat(report.atLeast(Severity.WARNING).findings()).as(name).isEmpty();
            }
        });
    }

    @Test
    void each_says_that_it_is_diconde_and_hides_nothing_from_the_views() {
        EveryKind.objects().forEach((name, object) -> {
            Dataset dataset = object.dataset();
            if (!name.equals("sample-legacy")) {
                assertThat(dataset.string(Tag.SoftwareVersions)).as(name).isEqualTo("DICONDE21");
            }
            assertThat(dataset.string(Tag.PatientSex)).as(name).isEqualTo("O");
            assertThat(NdeRemark.of(dataset)).as(name).isEmpty();
        });
    }
}
