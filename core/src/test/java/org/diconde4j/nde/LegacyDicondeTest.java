package org.diconde4j.nde;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.TransferSyntax;
import org.junit.jupiter.api.Test;

class LegacyDicondeTest {
    private static final String IOD = "astm.org/diconde/iod/";

    private static Dataset.Builder component() {
        return Dataset.builder()
                .set(Tag.PatientID, "SN-7")
                .set(0x00110010, VR.LO, IOD + "Component")
                .set(0x00111028, VR.ST, "Rohrwerk")
                .set(0x00111030, VR.DS, "7.1")
                .set(0x00111050, VR.CS, "CYLH");
    }

    @Test
    void adds_the_public_form_and_keeps_the_private_one() {
        Dataset translated = LegacyDiconde.translate(component().build());

        assertThat(translated.string(Tag.ComponentManufacturer)).isEqualTo("Rohrwerk");
        assertThat(translated.number(Tag.MaterialThickness, 0)).isEqualTo(7.1);
        assertThat(translated.get(Tag.ComponentShape).vr()).isEqualTo(VR.CS);
        assertThat(translated.string(0x00111028)).isEqualTo("Rohrwerk");
        assertThat(translated.string(Tag.PatientID)).isEqualTo("SN-7");
    }

    @Test
    void never_overwrites_a_public_element_even_an_empty_one() {
        Dataset translated = LegacyDiconde.translate(component()
                .set(Tag.ComponentManufacturer, "Gesenkbau")
                .setEmpty(Tag.ComponentShape)
                .build());

        assertThat(translated.string(Tag.ComponentManufacturer)).isEqualTo("Gesenkbau");
        assertThat(translated.get(Tag.ComponentShape).isEmpty()).isTrue();
    }

    @Test
    void returns_the_same_data_set_when_nothing_is_legacy() {
        Dataset modern = Dataset.builder()
                .set(Tag.PatientID, "SN-7")
                .set(0x00110010, VR.LO, "ACME 1.0")
                .set(0x00111028, VR.LO, "not a manufacturer")
                .build();

        assertThat(LegacyDiconde.translate(modern)).isSameAs(modern);
    }

    @Test
    void finds_blocks_wherever_their_creator_has_reserved_them() {
        Dataset moved = Dataset.builder()
                .set(0x00110010, VR.LO, "ACME 1.0")
                .set(0x00111028, VR.LO, "not a manufacturer")
                .set(0x00110042, VR.LO, IOD + "Component")
                .set(0x00114228, VR.ST, "Rohrwerk")
                .build();

        assertThat(Component.of(moved).manufacturer()).isEqualTo("Rohrwerk");
    }

    @Test
    void gives_values_the_representation_of_today() {
        Dataset detector = Dataset.builder()
                .set(0x00090010, VR.LO, IOD + "NdeDxDetector")
                .set(0x00091022, VR.DS, "1613")
                .build();

        Element name = LegacyDiconde.translate(detector).get(Tag.SensorName);

        assertThat(name.vr()).isEqualTo(VR.ST);
        assertThat(name.string()).isEqualTo("1613");
    }

    @Test
    void leaves_out_what_has_another_meaning_today() {
        Dataset roi = Dataset.builder()
                .set(0x00210010, VR.LO, IOD + "NdeIndication")
                .set(0x00211024, VR.DS, "1", "2")
                .set(0x00211034, VR.DS, "12")
                .set(0x00211036, VR.CS, "MM")
                .set(0x00211028, VR.IS, "2")
                .build();

        assertThat(LegacyDiconde.translate(roi)).isSameAs(roi);
    }

    @Test
    void reads_indications_in_nested_private_sequences() {
        Dataset object = legacyIndications();

        assertThat(Evaluator.of(object)).singleElement().satisfies(evaluator -> {
            assertThat(evaluator.name()).isEqualTo("Sato^Ken");
            assertThat(evaluator.indications()).singleElement().satisfies(indication -> {
                assertThat(indication.label()).isEqualTo("CORROSION 1");
                assertThat(indication.types()).containsExactly("CORROSION");
                assertThat(indication.disposition()).isEqualTo("HOLD");
            });
        });
    }

    @Test
    void reads_private_blocks_whose_representations_were_lost() throws IOException {
        ByteArrayOutputStream implicit = new ByteArrayOutputStream();
        Dataset whole = legacyIndications().toBuilder()
                .setAll(component().build())
                .set(Tag.SpecificCharacterSet, "ISO_IR 100")
                .set(0x00111042, VR.ST, "Güte 3")
                .build();
        DicomWriter.writeDataset(whole, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, implicit);

        Dataset read = DicomReader.lenient()
                .readDataset(
                        new ByteArrayInputStream(implicit.toByteArray()), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);

        assertThat(Component.of(read).manufacturer()).isEqualTo("Rohrwerk");
        assertThat(Component.of(read).material().thicknesses()).containsExactly(7.1);
        assertThat(Component.of(read).material().grade()).isEqualTo("Güte 3");
        assertThat(Indication.of(read)).extracting(Indication::label).containsExactly("CORROSION 1");
    }

    @Test
    void reads_values_that_are_marked_as_unknown() {
        Dataset unknown = Dataset.builder()
                .set(0x00090010, VR.LO, IOD + "ComponentStudy")
                .setBytes(0x00091020, VR.UN, "20410504".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .build();

        assertThat(ComponentStudy.of(unknown).expiryDate()).isEqualTo(LocalDate.of(2041, 5, 4));
    }

    @Test
    void leaves_out_unknown_bytes_that_make_no_sense() {
        Dataset broken = Dataset.builder()
                .set(0x00210010, VR.LO, IOD + "NdeIndication")
                .setBytes(0x00211002, VR.UN, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
                .build();

        assertThat(Indication.of(broken)).isEmpty();
    }

    @Test
    void leaves_calibration_frames_where_they_are_stored() {
        BulkData place = new BulkData(null, 1234, 1 << 20, false);
        Dataset calibration = Dataset.builder()
                .set(0x00090010, VR.LO, IOD + "NdeCtCalibrationData")
                .set(Element.of(0x00091050, VR.OW, place))
                .build();

        assertThat(LegacyDiconde.translate(calibration)
                        .get(Tag.DarkCurrentCounts)
                        .bulkData())
                .isEqualTo(place);
    }

    @Test
    void regions_and_measurements_keep_the_units_of_their_time() {
        Dataset region = Dataset.builder()
                .set(0x00210010, VR.LO, IOD + "NdeIndication")
                .set(0x00211020, VR.CS, "POLYLINE")
                .set(0x00211024, VR.DS, "1", "2", "3", "4", "5", "6")
                .set(0x00211026, VR.CS, "MM")
                .set(0x00211028, VR.IS, "3")
                .build();
        Dataset length = Dataset.builder()
                .set(0x00210011, VR.LO, IOD + "NdeIndication")
                .set(0x00211132, VR.SH, "LENGTH")
                .setBytes(0x00211134, VR.UN, new byte[] {'1', '2', '.', '5'})
                .set(0x00211136, VR.CS, "MM")
                .build();
        Dataset indication = Dataset.builder()
                .set(0x00210010, VR.LO, IOD + "NdeIndication")
                .setItems(0x0021101E, region)
                .setItems(0x00211030, length)
                .build();
        Dataset evaluator = Dataset.builder()
                .set(0x00210010, VR.LO, IOD + "NdeIndication")
                .setItems(0x00211012, indication)
                .build();
        Dataset object = Dataset.builder()
                .set(0x00210010, VR.LO, IOD + "NdeIndication")
                .setItems(0x00211002, evaluator)
                .build();

        assertThat(Indication.of(object)).singleElement().satisfies(found -> {
            assertThat(found.regions())
                    .containsExactly(new Indication.Region("POLYLINE", List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0), 3, "MM"));
            assertThat(found.properties()).containsExactly(new Indication.PhysicalProperty("LENGTH", 12.5, "MM"));
        });
    }

    @Test
    void geometry_is_read_in_nested_private_sequences() {
        Dataset axis = Dataset.builder()
                .set(0x00210010, VR.LO, IOD + "NDEGeometry")
                .set(0x00211008, VR.CS, "COLUMN")
                .set(0x0021100A, VR.IS, "1")
                .set(0x0021100C, VR.CS, "SCAN")
                .set(0x0021100E, VR.CS, "MM")
                .build();
        Dataset object = Dataset.builder()
                .set(0x00210010, VR.LO, IOD + "NDEGeometry")
                .setItems(0x00211004, axis)
                .build();

        assertThat(NdeGeometry.of(object)).isEqualTo(NdeGeometry.of(NdeGeometry.Axis.of(1, "SCAN", "COLUMN", "MM")));
    }

    private static Dataset legacyIndications() {
        Dataset indication = Dataset.builder()
                .set(0x00210010, VR.LO, IOD + "NdeIndication")
                .set(0x00211016, VR.SH, "CORROSION 1")
                .set(0x0021101A, VR.CS, "CORROSION")
                .set(0x0021101C, VR.CS, "HOLD")
                .build();
        Dataset evaluator = Dataset.builder()
                .set(0x00210010, VR.LO, IOD + "NdeIndication")
                .set(0x00211006, VR.PN, "Sato^Ken")
                .setItems(0x00211012, List.of(indication))
                .build();
        return Dataset.builder()
                .set(0x00210010, VR.LO, IOD + "NdeIndication")
                .setItems(0x00211002, List.of(evaluator))
                .build();
    }
}
