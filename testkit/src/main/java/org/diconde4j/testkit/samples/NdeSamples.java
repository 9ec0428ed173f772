package org.diconde4j.testkit.samples;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.nde.Component;
import org.diconde4j.nde.ComponentSeries;
import org.diconde4j.nde.ComponentStudy;
import org.diconde4j.nde.Evaluator;
import org.diconde4j.nde.ImageBuilder;
import org.diconde4j.nde.ImageQualityIndicator;
import org.diconde4j.nde.Indication;
import org.diconde4j.nde.InspectionEquipment;
import org.diconde4j.nde.Material;
import org.diconde4j.nde.NdeApproval;
import org.diconde4j.nde.NdeObject;
import org.diconde4j.nde.ObjectBuilder;
import org.diconde4j.nde.Technique;
import org.diconde4j.nde.Uids;

/**
 * Realistic objects of one component, made at once and the same for the same seed, on any machine: a weld radiograph with
 * indications, a CT of a casting, an ultrasonic C-scan and a report. Immutable and thread-safe; objects are made anew at
 * each call.
 */
public final class NdeSamples {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 17);
    private static final String ISSUER = "Norddeutsche Armaturenwerke";
    private static final String COMPANY = "Prüflabor Küste";

    private final long seed;
    private final String idNumber;
    private final Component component;
    private final ComponentStudy study;

    private NdeSamples(long seed) {
        this.seed = seed;
        this.idNumber = String.format(Locale.ROOT, "SN-%04d", Math.floorMod(seed, 10_000));
        this.component = Component.builder()
                .idNumber(idNumber)
                .issuer(ISSUER)
                .name("Globe valve DN100 with welded nozzle")
                .manufacturingDate(DAY.minusDays(34))
                .manufacturer(ISSUER)
                .manufacturingProcedure("Body cast in sand, nozzle welded: 141 root, 111 filler and cap")
                .material(new Material(
                        "STEEL", "P265GH", List.of(10.0), "EN 10028-2, heat 48213", "Flange insert EN AC-42100 T6"))
                .shape("COMPOUND")
                .welderIds("W-17", "W-23")
                .notes("Pressure test passed before inspection")
                .build();
        this.study = ComponentStudy.builder()
                .instanceUid(uid("study"))
                .id("INSP-" + idNumber.substring(3))
                .accessionNumber("PO-2026-0317")
                .begun(DAY, LocalTime.of(8, 30))
                .description("Final inspection of valve body and weld W1")
                .ownerName("Stadtwerke Hafen")
                .certifyingInspectorName("Vogt^Clara")
                .build();
    }

    /**
     * The samples of a seed.
     *
     * @param seed tells components apart: 1 is the component {@code SN-0001}
     * @return the samples
     */
    public static NdeSamples seeded(long seed) {
        return new NdeSamples(seed);
    }

    /**
     * The Component ID Number of all of them.
     *
     * @return such as {@code SN-0001}
     */
    public String componentIdNumber() {
        return idNumber;
    }

    /**
     * The Study Instance UID of all of them.
     *
     * @return the identifier
     */
    public String studyInstanceUid() {
        return uid("study");
    }

    /**
     * All: radiograph, tomogram, C-scan and report.
     *
     * @return the objects in the order in which they were made
     */
    public List<DicomObject> all() {
        WeldPicture weld = new WeldPicture(seed, idNumber);
        List<DicomObject> all = new ArrayList<>();
        all.add(weldRadiograph(weld));
        all.addAll(castingCt());
        all.add(cScan());
        all.add(report(weld));
        return List.copyOf(all);
    }

    /**
     * A digital radiograph of a butt weld: 1024 rows, 1280 columns, 14 of 16 bits, with cap, root, wire image quality
     * indicator and lead letters. It shows, and its Evaluator Sequence names, pores, slag and a crack.
     *
     * @return a DX object
     */
    public DicomObject weldRadiograph() {
        return weldRadiograph(new WeldPicture(seed, idNumber));
    }

    private DicomObject weldRadiograph(WeldPicture picture) {
        Indication[] indications = picture.indications().toArray(Indication[]::new);
        return NdeObject.digitalRadiograph()
                .component(component)
                .study(study)
                .series(series("weld", 1, LocalTime.of(8, 42))
                        .description("Weld W1, single wall, position 0")
                        .inspectorName("Berg^Jonas")
                        .procedureName("RT-D 17636-2 class B")
                        .build())
                .equipment(equipment("Panelwerk", "DDA 1613", "PW-20771", "4.2.1"))
                .created(DAY.atTime(8, 44, 10))
                .set(Tag.SOPInstanceUID, uid("weld/1"))
                .pixels(WeldPicture.ROWS, WeldPicture.COLUMNS, picture.samples())
                .bitsStored(WeldPicture.BITS)
                .inverted()
                .window(11000, 4200)
                .pixelSpacing(WeldPicture.PITCH, WeldPicture.PITCH)
                .technique(exposure())
                .imageQualityIndicators(new ImageQualityIndicator("W10 EN ISO 19232-1", "FE", "0.40-0.10 mm"))
                .evaluators(Evaluator.of("Berg^Jonas", indications))
                .approval(new NdeApproval(
                        new NdeApproval.Review(NdeApproval.REJECTED, DAY, LocalTime.of(9, 20), "Vogt^Clara"),
                        null,
                        null))
                .build();
    }

    private static Technique exposure() {
        return Technique.builder()
                .tube(160, 6, Duration.ofSeconds(24))
                .distances(710, 695)
                .filter("COPPER", 1)
                .detectorFrames(1000, 24)
                .set(Tag.DetectorType, "SCINTILLATOR")
                .set(Tag.DetectorConfiguration, "AREA")
                .build();
    }

    /**
     * A computed tomogram of the casting: 24 slices of 128 rows and columns, 16 bits, voxels of 0.5 mm. Values are
     * attenuation in 1/m after rescaling.
     *
     * @return CT objects from the flange upwards
     */
    public List<DicomObject> castingCt() {
        CastingVolume volume = new CastingVolume(seed);
        ComponentSeries series = series("casting", 2, LocalTime.of(9, 30))
                .description("Valve flange, cone beam CT")
                .inspectorName("Lindqvist^Maja")
                .procedureName("CT-15708 full scan")
                .build();
        InspectionEquipment equipment = equipment("Tomolab", "Cone 225", "TL-0098", "11.0");
        List<DicomObject> slices = new ArrayList<>();
        for (int z = 0; z < CastingVolume.SLICES; z++) {
            double corner = -CastingVolume.PITCH * (CastingVolume.SIZE - 1) / 2;
            slices.add(NdeObject.ctSlice()
                    .component(component)
                    .study(study)
                    .series(series)
                    .equipment(equipment)
                    .created(DAY.atTime(9, 41, 5))
                    .set(Tag.SOPInstanceUID, uid("casting/" + (z + 1)))
                    .instanceNumber(z + 1)
                    .pixels(CastingVolume.SIZE, CastingVolume.SIZE, volume.slice(z))
                    .rescale(CastingVolume.SLOPE, CastingVolume.INTERCEPT, "1/M")
                    .window(25, 70)
                    .pixelSpacing(CastingVolume.PITCH, CastingVolume.PITCH)
                    .slice(corner, corner, z * CastingVolume.PITCH, CastingVolume.PITCH)
                    .set(Tag.KVP, "190")
                    .build());
        }
        return List.copyOf(slices);
    }

    /**
     * An ultrasonic C-scan of a laminate plate with an impact damage and three reference holes: 240 rows, 360 columns, 8
     * bits, three frames (amplitude of the back wall, amplitude of the gate before it, depth of the first echo).
     *
     * @return a US multi-frame object
     */
    public DicomObject cScan() {
        CScanPicture picture = new CScanPicture(seed);
        Indication delamination = Indication.of(1, "DELAMINATION", "HOLD", "Impact damage, plies parted in steps")
                .at(Indication.Region.rectangle(150, 58, 281, 152))
                .measured(new Indication.PhysicalProperty("AREA", 1730.0, "mm2"));
        return NdeObject.ultrasoundMultiFrame()
                .component(component)
                .study(study)
                .series(series("cscan", 3, LocalTime.of(10, 15))
                        .description("Cover plate, C-scan, 5 MHz immersion")
                        .inspectorName("Berg^Jonas")
                        .procedureName("UT-I 5 MHz raster 0.5 mm")
                        .build())
                .equipment(equipment("Wellenbau", "Immersion 3X", "WB-5521", "2.8"))
                .created(DAY.atTime(10, 38, 51))
                .set(Tag.SOPInstanceUID, uid("cscan/1"))
                .pixels(CScanPicture.ROWS, CScanPicture.COLUMNS, picture.samples())
                .frameLabels("BACK WALL ECHO", "FLAW ECHO", "DEPTH")
                .pixelSpacing(CScanPicture.PITCH, CScanPicture.PITCH)
                .evaluators(Evaluator.of("Berg^Jonas", delamination))
                .build();
    }

    /**
     * The report: one page of PDF that tells what was found in the radiograph, with a small picture of it.
     *
     * @return an Encapsulated PDF object
     */
    public DicomObject report() {
        return report(new WeldPicture(seed, idNumber));
    }

    private DicomObject report(WeldPicture weld) {
        return NdeObject.pdf(pdf(weld))
                .component(component)
                .study(study)
                .series(series("report", 4, LocalTime.of(11, 0))
                        .description("Inspection report")
                        .build())
                .equipment(equipment("diconde4j", "Samples", "1", "0.1"))
                .created(DAY.atTime(11, 2))
                .set(Tag.SOPInstanceUID, uid("report/1"))
                .title("Inspection report " + idNumber)
                .build();
    }

    private byte[] pdf(WeldPicture weld) {
        ReportPdf pdf = new ReportPdf()
                .title("Radiographic inspection report")
                .row("Component ID Number", idNumber)
                .row("Component Name", "Globe valve DN100 with welded nozzle")
                .row("Issuer", ISSUER)
                .row("Material", "STEEL P265GH, 10 mm")
                .row("Inspected by", COMPANY)
                .row("Inspector", "Jonas Berg")
                .row("Certifying inspector", "Clara Vogt")
                .row("Date", DAY.toString())
                .row("Procedure", "RT-D 17636-2 class B, 160 kV, SDD 710 mm")
                .heading("Weld W1")
                .picture(320, 256);
        int every = 4; // one sample of sixteen, one point of paper for four samples
        for (Indication indication : weld.indications()) {
            List<Double> box = indication.regions().get(0).points();
            pdf.mark(256, box.get(0) / every, box.get(1) / every, box.get(4) / every, box.get(5) / every);
        }
        pdf.heading("Indications").row("No.", "Type", "Size", "Disposition").rule();
        for (Indication indication : weld.indications()) {
            Indication.PhysicalProperty size = indication.properties().get(0);
            pdf.row(
                    String.valueOf(indication.number()),
                    indication.types().get(0),
                    size.label() + " " + size.value() + " " + size.unit(),
                    String.valueOf(indication.disposition()));
        }
        pdf.rule().row("Result: not acceptable, repair and inspect again.");
        short[] samples = weld.samples();
        byte[] grey = new byte[256 * 320];
        for (int at = 0; at < grey.length; at++) {
            int sample = samples[at / 320 * every * WeldPicture.COLUMNS + at % 320 * every];
            grey[at] = (byte) Math.max(0, Math.min(255, 255 - (sample - 8900) * 255 / 4200));
        }
        return pdf.toBytes(grey, 256, 320);
    }

    /**
     * Many small objects for tests that need numbers: radiographs of 16 rows and columns, three to a series, two series
     * to a study, one study to a component.
     *
     * @param count how many
     * @return the objects, their components counting from {@code SN-10001}
     */
    public List<DicomObject> small(int count) {
        List<DicomObject> objects = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            objects.add(small(i / 6, i % 6 / 3, i % 3));
        }
        return List.copyOf(objects);
    }

    private DicomObject small(int part, int series, int instance) {
        String name = "small/" + part;
        short[] samples = new short[256];
        Noise noise = new Noise(seed * 31 + part * 6L + series * 3L + instance);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) noise.between(400, 3600);
        }
        LocalDateTime begun = DAY.atTime(6, 0).plusMinutes(part);
        return NdeObject.computedRadiograph()
                .component(Component.builder()
                        .idNumber(String.format(Locale.ROOT, "SN-%05d", 10_001 + part))
                        .issuer(ISSUER)
                        .name("Bolt M" + (8 + part % 5 * 2))
                        .material(Material.of("STEEL", "42CrMo4", 8 + part % 5 * 2))
                        .build())
                .study(ComponentStudy.builder()
                        .instanceUid(uid(name))
                        .id("LOT-" + part)
                        .begun(begun.toLocalDate(), begun.toLocalTime())
                        .description("Lot inspection")
                        .build())
                .series(series(name + "/" + series, series + 1, begun.toLocalTime())
                        .inspectorName("Berg^Jonas")
                        .build())
                .equipment(equipment("Panelwerk", "IP 35", "PW-0007", "1.9"))
                .created(begun)
                .set(Tag.SOPInstanceUID, uid(name + "/" + series + "/" + instance))
                .instanceNumber(instance + 1)
                .pixels(16, 16, samples)
                .bitsStored(12)
                .build();
    }

    /**
     * An object as DICONDE equipment wrote it before its attributes had public tags: component, expiry date and
     * indications stand in private blocks of groups 0009, 0011 and 0021.
     *
     * @return a CR object
     */
    public DicomObject legacy() {
        short[] samples = new short[64 * 64];
        Noise noise = new Noise(seed);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (2000 + (i % 64) * 10 + 30 * noise.gauss());
        }
        ImageBuilder image = NdeObject.computedRadiograph()
                .component(Component.builder()
                        .idNumber(idNumber + "-L")
                        .issuer(ISSUER)
                        .name("Pipe bend")
                        .build())
                .study(ComponentStudy.builder()
                        .instanceUid(uid("legacy"))
                        .begun(LocalDate.of(2011, 5, 4), LocalTime.of(7, 15))
                        .description("Shutdown inspection")
                        .build())
                .series(series("legacy/series", 1, LocalTime.of(7, 20)).build())
                .set(Tag.SOPInstanceUID, uid("legacy/1"))
                .set(Tag.SoftwareVersions, "3.1")
                .pixels(64, 64, samples)
                .bitsStored(12);
        return image.with(LegacyBlocks.all()).build();
    }

    /** Component, study, series, equipment and identity of one more object of this seed. */
    <B extends ObjectBuilder<B>> B described(
            B builder, String name, int number, LocalTime begun, String description, InspectionEquipment equipment) {
        return builder.component(component)
                .study(study)
                .series(series(name, number, begun)
                        .description(description)
                        .inspectorName("Berg^Jonas")
                        .build())
                .equipment(equipment)
                .created(DAY.atTime(begun.plusMinutes(4)))
                .set(Tag.SOPInstanceUID, uid(name + "/1"));
    }

    private ComponentSeries.Builder series(String name, int number, LocalTime begun) {
        return ComponentSeries.builder().instanceUid(uid(name)).number(number).begun(DAY, begun);
    }

    static InspectionEquipment equipment(String manufacturer, String model, String serial, String software) {
        return InspectionEquipment.builder()
                .model(manufacturer, model)
                .serialNumber(serial)
                .softwareVersions(software)
                .company(COMPANY, "Radiography and ultrasonics")
                .stationName("BAY-2")
                .build();
    }

    private String uid(String name) {
        return Uids.named("diconde4j samples/" + seed + "/" + name);
    }
}
