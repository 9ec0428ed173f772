package org.diconde4j.testkit.samples;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Fragments;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomObject;
import org.diconde4j.nde.Component;
import org.diconde4j.nde.ComponentStudy;
import org.diconde4j.nde.InspectionEquipment;
import org.diconde4j.nde.NdeObject;
import org.diconde4j.nde.SampleFormat;
import org.diconde4j.nde.VolumeBuilder;

/** An object of each kind that builders make, with nothing given but what it needs, and the samples. */
final class EveryKind {
    private static final short[] GREY_16 = new short[8 * 8];
    private static final byte[] GREY_8 = new byte[8 * 8];
    private static final byte[] COLOUR = new byte[8 * 8 * 3];
    private static final LocalDateTime NOW = LocalDateTime.of(2026, 3, 17, 9, 0);
    private static final InspectionEquipment SCANNER = InspectionEquipment.builder()
            .model("Tomolab", "Cone 225")
            .serialNumber("TL-0098")
            .build();

    static {
        GREY_16[9] = 400;
        GREY_8[9] = 40;
        COLOUR[9] = 40;
    }

    private EveryKind() {}

    /** The objects by their names. */
    static Map<String, DicomObject> objects() {
        Map<String, DicomObject> all = new TreeMap<>();
        radiographs(all);
        volumes(all);
        waves(all);
        pictures(all);
        documents(all);
        NdeSamples samples = NdeSamples.seeded(1);
        all.put("sample-weld", samples.weldRadiograph());
        all.put("sample-ct", samples.castingCt().get(11));
        all.put("sample-c-scan", samples.cScan());
        all.put("sample-report", samples.report());
        all.put("sample-legacy", samples.legacy());
        all.put("sample-small", samples.small(1).get(0));
        TechniqueSamples.seeded(1).all().forEach((name, object) -> all.put("sample-" + name, object));
        return all;
    }

    /** Whether it has pixels that every renderer can show. */
    static boolean isRenderable(DicomObject object) {
        Dataset dataset = object.dataset();
        return dataset.contains(Tag.PixelData)
                && (object.transferSyntax().isNative() || dataset.contains(Tag.ExtendedOffsetTable));
    }

    private static void radiographs(Map<String, DicomObject> all) {
        all.put(
                "dx",
                NdeObject.digitalRadiograph()
                        .pixels(8, 8, GREY_16)
                        .pixelSpacing(0.1, 0.1)
                        .build());
        all.put(
                "dx-processing",
                NdeObject.digitalRadiographForProcessing()
                        .pixels(8, 8, GREY_16)
                        .pixelSpacing(0.1, 0.1)
                        .build());
        all.put("cr", NdeObject.computedRadiograph().pixels(8, 8, GREY_16).build());
        all.put(
                "ct",
                NdeObject.ctSlice().pixels(8, 8, GREY_16).pixelSpacing(0.5, 0.5).build());
        all.put(
                "ct-float",
                NdeObject.ctSlice()
                        .pixels(8, 8, new float[64])
                        .pixelSpacing(0.5, 0.5)
                        .build());
    }

    private static void volumes(Map<String, DicomObject> all) {
        all.put(
                "enhanced-ct",
                placed(NdeObject.enhancedCt()).pixels(4, 8, GREY_16).build());
        all.put(
                "enhanced-ct-streamed",
                placed(NdeObject.enhancedCt())
                        .pixels(4, 8, 2, SampleFormat.GREY_16, frame -> new byte[64])
                        .build());
        all.put(
                "parametric-map",
                placed(NdeObject.parametricMap())
                        .pixels(4, 8, new float[64])
                        .realWorld(1, 0, "g/cm3", "DENSITY")
                        .window(2, 4)
                        .build());
        all.put(
                "parametric-map-double",
                placed(NdeObject.parametricMap())
                        .pixels(4, 8, new double[64])
                        .realWorld(1, 0, "mm", "THICKNESS")
                        .window(2, 4)
                        .build());
        all.put(
                "parametric-map-words",
                placed(NdeObject.parametricMap())
                        .pixels(4, 8, GREY_16)
                        .realWorld(0.01, 0, "mm", "THICKNESS")
                        .build());
    }

    private static VolumeBuilder placed(VolumeBuilder volume) {
        return volume.equipment(SCANNER).created(NOW).pixelSpacing(0.5, 0.5).stack(0, 0, 0, 0.5, 0.5);
    }

    private static void waves(Map<String, DicomObject> all) {
        all.put("us", NdeObject.ultrasound().pixels(8, 8, GREY_8).build());
        all.put("us-colour", NdeObject.ultrasound().colourPixels(8, 8, COLOUR).build());
        all.put(
                "us-multi-frame",
                NdeObject.ultrasoundMultiFrame().pixels(4, 8, GREY_8).build());
        all.put(
                "waveform",
                NdeObject.ultrasonicWaveform()
                        .created(NOW)
                        .dimension("Scan axis in mm")
                        .waveform(100e6, GREY_16, 0)
                        .waveform(100e6, GREY_8, 0.5)
                        .build());
        all.put("eddy-current", NdeObject.eddyCurrent().pixels(8, 8, GREY_16).build());
        all.put(
                "eddy-current-multi-frame",
                NdeObject.eddyCurrentMultiFrame().pixels(4, 8, GREY_16).signed().build());
        all.put("thermography", NdeObject.thermography().pixels(8, 8, GREY_16).build());
        all.put(
                "thermography-multi-frame",
                NdeObject.thermographyMultiFrame()
                        .pixels(4, 8, new float[64])
                        .frameTime(Duration.ofMillis(5))
                        .build());
    }

    private static void pictures(Map<String, DicomObject> all) {
        all.put("photograph", NdeObject.photograph().colourPixels(8, 8, COLOUR).build());
        all.put("photograph-grey", NdeObject.photograph().pixels(8, 8, GREY_8).build());
        byte[] stream = Arrays.copyOf(new byte[] {0, 0, 1, (byte) 0xB3}, 64);
        BulkData.Source source =
                (offset, length) -> new java.io.ByteArrayInputStream(stream, (int) offset, (int) length);
        all.put(
                "video",
                NdeObject.video()
                        .encapsulated(
                                UID.MPEG2MPML,
                                480,
                                640,
                                50,
                                SampleFormat.RGB_8,
                                new Fragments(source, new long[] {0, 0}, new long[] {0, stream.length}))
                        .frameTime(Duration.ofMillis(40))
                        .build());
        all.put("sc", NdeObject.secondaryCapture().pixels(8, 8, GREY_8).build());
        all.put(
                "sc-film",
                NdeObject.secondaryCapture()
                        .component(Component.builder()
                                .idNumber("SN-9")
                                .name("Rotor")
                                .build())
                        .study(ComponentStudy.builder()
                                .description("Film archive")
                                .build())
                        .created(LocalDateTime.of(1998, 5, 6, 7, 8))
                        .set(Tag.ConversionType, "DF")
                        .pixels(8, 8, GREY_16)
                        .bitsStored(12)
                        .window(2048, 4096)
                        .pixelSpacing(0.05, 0.05)
                        .build());
        all.put(
                "sc-bits",
                NdeObject.secondaryCaptureMultiFrame()
                        .bitPixels(3, 3, 2, BitSet.valueOf(new long[] {0b101_010_101_010_101_010L}))
                        .build());
        all.put(
                "sc-bytes",
                NdeObject.secondaryCaptureMultiFrame().pixels(4, 8, GREY_8).build());
        all.put(
                "sc-words",
                NdeObject.secondaryCaptureMultiFrame().pixels(4, 8, GREY_16).build());
        all.put(
                "sc-colour",
                NdeObject.secondaryCaptureMultiFrame()
                        .colourPixels(4, 8, COLOUR)
                        .build());
        all.put(
                "sc-one-frame",
                NdeObject.secondaryCaptureMultiFrame()
                        .colourPixels(8, 8, COLOUR)
                        .build());
    }

    private static void documents(Map<String, DicomObject> all) {
        all.put("pdf", NdeObject.pdf(new byte[] {'%', 'P', 'D', 'F', '-'}).build());
        all.put("stl", NdeObject.stl(new byte[84]).equipment(SCANNER).unit("mm").build());
        all.put(
                "obj",
                NdeObject.obj(new byte[] {'#', '\n'})
                        .equipment(SCANNER)
                        .unit("mm")
                        .build());
        all.put("mtl", NdeObject.mtl(new byte[] {'#', '\n'}).equipment(SCANNER).build());
    }
}
