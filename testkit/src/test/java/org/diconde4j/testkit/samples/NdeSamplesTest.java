package org.diconde4j.testkit.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.nde.Component;
import org.diconde4j.nde.ComponentStudy;
import org.diconde4j.nde.Indication;
import org.diconde4j.nde.InspectionEquipment;
import org.diconde4j.nde.NdeApproval;
import org.junit.jupiter.api.Test;

class NdeSamplesTest {
    private final NdeSamples samples = NdeSamples.seeded(1);

    @Test
    void the_same_seed_gives_the_same_bytes_on_every_machine() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (DicomObject object : samples.all()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            DicomWriter.writeDataset(object.dataset(), object.transferSyntax(), out);
            digest.update(out.toByteArray());
        }

        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo("1c00a5dd738594464bd08f07939f5037fac86c0af75e83007be9a3c4f3ad43d8");
        assertThat(digest(samples.weldRadiograph()))
                .isNotEqualTo(digest(NdeSamples.seeded(2).weldRadiograph()));
    }

    @Test
    void all_are_of_one_component_in_one_study_and_each_has_its_own_identity() {
        List<DicomObject> all = samples.all();

        assertThat(all).hasSize(27);
        assertThat(all).allSatisfy(object -> {
            assertThat(Component.of(object.dataset()).idNumber()).isEqualTo("SN-0001");
            assertThat(ComponentStudy.of(object.dataset()).instanceUid()).isEqualTo(samples.studyInstanceUid());
        });
        assertThat(distinct(all, Tag.SOPInstanceUID)).hasSize(27);
        assertThat(distinct(all, Tag.SeriesInstanceUID)).hasSize(4);
        assertThat(distinct(all, Tag.Modality)).containsExactlyInAnyOrder("DX", "CT", "US", "DOC");
        assertThat(NdeSamples.seeded(2).studyInstanceUid()).isNotEqualTo(samples.studyInstanceUid());
    }

    @Test
    void a_strict_reader_has_nothing_to_complain_about() throws IOException {
        for (DicomObject object : samples.all()) {
            DicomObject read = DicomReader.strict().read(new ByteArrayInputStream(bytes(object)));

            assertThat(read.dataset().sameContent(object.dataset())).isTrue();
        }
    }

    @Test
    void the_weld_radiograph_names_what_it_shows() {
        Dataset weld = samples.weldRadiograph().dataset();

        assertThat(Indication.of(weld))
                .extracting(indication -> indication.types().get(0))
                .containsExactly("POROSITY", "VOID", "INCLUSION", "CRACK");
        assertThat(Indication.of(weld)).allSatisfy(indication -> {
            List<Double> box = indication.regions().get(0).points();
            assertThat(box.get(0)).isBetween(1.0, box.get(4));
            assertThat(box.get(4)).isLessThanOrEqualTo(weld.number(Tag.Columns, 0));
            assertThat(box.get(5)).isLessThanOrEqualTo(weld.number(Tag.Rows, 0));
        });
        assertThat(NdeApproval.of(weld).first().status()).isEqualTo(NdeApproval.REJECTED);
        assertThat(InspectionEquipment.of(weld).dicondeVersion()).isEqualTo("DICONDE21");
        assertThat(InspectionEquipment.of(weld).companyName()).isEqualTo("Prüflabor Küste");
    }

    @Test
    void more_steel_is_darker_to_the_detector_and_lighter_on_the_screen() {
        Dataset weld = samples.weldRadiograph().dataset();

        double plate = meanOfRow(weld, 250);
        double seam = meanOfRow(weld, 520);

        assertThat(seam).isLessThan(plate * 0.9);
        assertThat(plate).isLessThan(1 << 14);
        assertThat(weld.string(Tag.PhotometricInterpretation)).isEqualTo("MONOCHROME1");
    }

    @Test
    void the_tomogram_has_the_attenuation_of_aluminium_and_lies_slice_on_slice() {
        List<DicomObject> slices = samples.castingCt();

        Dataset slice = slices.get(2).dataset();
        int at = (64 * 128 + 90) * 2;
        byte[] pixels = pixels(slice);
        int stored = pixels[at] & 0xFF | (pixels[at + 1] & 0xFF) << 8;
        double attenuation = stored * slice.number(Tag.RescaleSlope, 0) + slice.number(Tag.RescaleIntercept, 0);

        assertThat(attenuation).isBetween(33.0, 48.0);
        assertThat(slices)
                .extracting(object -> object.dataset().number(Tag.SliceLocation, -1))
                .isSorted();
        assertThat(distinct(slices, Tag.FrameOfReferenceUID)).hasSize(1);
    }

    @Test
    void the_c_scan_tells_its_frames_apart() {
        Dataset scan = samples.cScan().dataset();

        assertThat(scan.integer(Tag.NumberOfFrames, 0)).isEqualTo(3);
        assertThat(scan.strings(Tag.FrameLabelVector)).hasSize(3);
        assertThat(pixels(scan)).hasSize(3 * 240 * 360);
    }

    @Test
    void the_report_is_a_pdf_whose_table_of_objects_is_where_it_says() {
        Dataset report = samples.report().dataset();

        String pdf = new String(report.get(Tag.EncapsulatedDocument).bytes(), StandardCharsets.ISO_8859_1);

        assertThat(pdf)
                .startsWith("%PDF-1.4")
                .contains("%%EOF")
                .contains("(SN-0001)")
                .contains("Küste");
        String place =
                pdf.substring(pdf.indexOf("startxref") + 10).lines().findFirst().orElseThrow();
        assertThat(pdf.substring(Integer.parseInt(place))).startsWith("xref");
    }

    @Test
    void small_ones_fill_components_studies_and_series() {
        List<DicomObject> many = samples.small(25);

        assertThat(many).hasSize(25);
        assertThat(distinct(many, Tag.PatientID)).hasSize(5);
        assertThat(distinct(many, Tag.StudyInstanceUID)).hasSize(5);
        assertThat(distinct(many, Tag.SeriesInstanceUID)).hasSize(9);
        assertThat(distinct(many, Tag.SOPInstanceUID)).hasSize(25);
    }

    @Test
    void the_legacy_one_reads_like_the_others() {
        Dataset legacy = samples.legacy().dataset();

        assertThat(legacy.contains(Tag.ComponentManufacturer)).isFalse();
        assertThat(Component.of(legacy).manufacturer()).isEqualTo("Rohrwerk Süd");
        assertThat(Component.of(legacy).material().thicknesses()).containsExactly(7.1);
        assertThat(ComponentStudy.of(legacy).expiryDate()).isEqualTo(LocalDate.of(2041, 5, 4));
        assertThat(Indication.of(legacy))
                .singleElement()
                .satisfies(indication -> assertThat(indication.disposition()).isEqualTo("HOLD"));
    }

    private static Set<String> distinct(List<DicomObject> objects, int tag) {
        return objects.stream().map(object -> object.dataset().string(tag, "")).collect(Collectors.toSet());
    }

    private static byte[] pixels(Dataset dataset) {
        return dataset.get(Tag.PixelData).bytes();
    }

    private static double meanOfRow(Dataset dataset, int row) {
        byte[] pixels = pixels(dataset);
        int columns = dataset.integer(Tag.Columns, 0);
        long sum = 0;
        for (int at = row * columns * 2; at < (row + 1) * columns * 2; at += 2) {
            sum += pixels[at] & 0xFF | (pixels[at + 1] & 0xFF) << 8;
        }
        return (double) sum / columns;
    }

    private static byte[] bytes(DicomObject object) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.write(object, out);
        return out.toByteArray();
    }

    private static String digest(DicomObject object) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(object)));
    }
}
