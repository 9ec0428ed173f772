package org.diconde4j.nde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.TransferSyntax;
import org.junit.jupiter.api.Test;

/** Views of data sets that say anything in any representation: they tell what makes sense and never fail. */
class HostileViewsTest {
    private static final VR[] VRS = VR.values();
    private static final String[] BLOCKS = {
        "Component",
        "ComponentStudy",
        "ComponentSeries",
        "NdeIndication",
        "NDEGeometry",
        "NdeCTImage",
        "NdeCtDetector",
        "NdeCtCalibrationData"
    };
    private static final int[] OTHERS = {
        Tag.PatientName, Tag.PatientBirthDate, Tag.StudyDate, Tag.StudyTime, Tag.OtherPatientIDs, Tag.ApprovalStatus,
        Tag.ReviewDate, Tag.ReviewTime, Tag.GraphicType, Tag.GraphicData, Tag.NumericValue, Tag.ValueType,
        Tag.MeasurementUnitsCodeSequence, Tag.SoftwareVersions, Tag.KVP, Tag.SpecificCharacterSet
    };
    private static final String[] TEXTS = {
        "", "1", "-1.5", "20260317", "0917", "NaN", "1E400", "wide\\2", "\\\\", "ISO_IR 100", "SCOORD3D", "ü", "^=\\"
    };

    /** Every tag of group 0014. */
    private static final List<Integer> NDE = ndeTags();

    private static List<Integer> ndeTags() {
        List<Integer> tags = new ArrayList<>();
        for (int low = 0; low < 0x10000; low++) {
            if (Dictionary.standard().entry(0x00140000 | low) != null) {
                tags.add(0x00140000 | low);
            }
        }
        return tags;
    }

    @Test
    void never_fail_on_random_data_sets() {
        assertThat(NDE).hasSizeGreaterThan(250);
        for (long seed = 0; seed < 200; seed++) {
            Dataset dataset = random(new Random(seed), 0);
            assertThatCode(() -> readAll(dataset)).as("seed %d", seed).doesNotThrowAnyException();
        }
    }

    @Test
    void never_fail_on_what_a_lenient_reader_makes_of_mutated_bytes() throws IOException {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            TransferSyntax syntax = random.nextBoolean()
                    ? TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN
                    : TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Dataset whole = random(random, 0);
            try {
                DicomWriter.writeDataset(withoutPlaces(whole), syntax, out);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
            byte[] bytes = out.toByteArray();
            for (int i = 0; i < 1 + bytes.length / 200; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            Dataset read;
            try {
                read = DicomReader.lenient().readDataset(new ByteArrayInputStream(bytes), syntax);
            } catch (org.diconde4j.data.DicondeException e) {
                continue; // refused, so there is nothing to view
            }
            Dataset dataset = read;
            assertThatCode(() -> readAll(dataset)).as("seed %d", seed).doesNotThrowAnyException();
        }
    }

    private static void readAll(Dataset dataset) {
        Component component = Component.of(dataset);
        component.manufacturingDate();
        component.outerDiameter();
        component.otherIds();
        component.pipeDiameters();
        component.toDataset();
        Material.of(dataset);
        ComponentStudy study = ComponentStudy.of(dataset);
        study.date();
        study.time();
        study.expiryDate();
        ComponentSeries.of(dataset).number();
        InspectionEquipment.of(dataset).lastCalibration();
        InspectionEquipment.of(dataset).dicondeVersion();
        NdeApproval.of(dataset).isApprovedByTwo();
        Indication.of(dataset);
        NdeGeometry.of(dataset);
        ImageQualityIndicator.of(dataset);
        Technique technique = Technique.of(dataset);
        technique.number(Tag.NominalFrequency);
        assertThat(technique.toString()).isNotNull();
        assertThat(NdeRemark.of(dataset).toString()).isNotNull();
    }

    private static Dataset random(Random random, int depth) {
        Dataset.Builder dataset = Dataset.builder();
        for (int i = 0; i < BLOCKS.length; i++) {
            int group = i == 0 ? 0x0011 : i == 3 || i == 4 ? 0x0021 : 0x0009;
            dataset.set(group << 16 | 0x10 + i, VR.LO, "astm.org/diconde/iod/" + BLOCKS[i]);
            for (int n = random.nextInt(6); n > 0; n--) {
                put(dataset, group << 16 | 0x10 + i << 8 | random.nextInt(0x60), random, depth);
            }
        }
        for (int n = random.nextInt(20); n > 0; n--) {
            put(dataset, NDE.get(random.nextInt(NDE.size())), random, depth);
        }
        for (int n = random.nextInt(8); n > 0; n--) {
            put(dataset, OTHERS[random.nextInt(OTHERS.length)], random, depth);
        }
        return dataset.build();
    }

    private static void put(Dataset.Builder dataset, int tag, Random random, int depth) {
        VR known = Dictionary.standard().vrOf(tag);
        VR vr = random.nextInt(3) == 0 || known == VR.UN ? VRS[random.nextInt(VRS.length)] : known;
        if (tag == Tag.SpecificCharacterSet) {
            dataset.set(tag, "ISO_IR 192");
        } else if (vr == VR.SQ) {
            List<Dataset> items = new ArrayList<>();
            for (int n = depth > 2 ? 0 : random.nextInt(3); n > 0; n--) {
                items.add(random(random, depth + 1));
            }
            dataset.setItems(tag, items);
        } else if (random.nextInt(12) == 0) {
            dataset.set(Element.of(tag, vr, new BulkData(null, 100, 1 << 20, random.nextBoolean())));
        } else if (vr.isString()) {
            dataset.set(tag, vr, TEXTS[random.nextInt(vr.isText() ? TEXTS.length : TEXTS.length - 2)]);
        } else {
            byte[] bytes = new byte[2 * random.nextInt(9)];
            random.nextBytes(bytes);
            dataset.setBytes(tag, vr, bytes);
        }
    }

    /** Values that are elsewhere and cannot be read cannot be written either. */
    private static Dataset withoutPlaces(Dataset dataset) {
        Dataset.Builder kept = Dataset.builder();
        for (Element element : dataset) {
            if (element.isSequence()) {
                kept.setItems(
                        element.tag(),
                        element.items().stream()
                                .map(HostileViewsTest::withoutPlaces)
                                .toList());
            } else if (element.bulkData() == null) {
                kept.set(element);
            }
        }
        return kept.build();
    }
}
