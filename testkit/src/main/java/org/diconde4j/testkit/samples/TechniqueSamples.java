package org.diconde4j.testkit.samples;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.nde.Evaluator;
import org.diconde4j.nde.FrameSource;
import org.diconde4j.nde.ImageBuilder;
import org.diconde4j.nde.Indication;
import org.diconde4j.nde.NdeGeometry;
import org.diconde4j.nde.NdeObject;
import org.diconde4j.nde.SampleFormat;
import org.diconde4j.nde.Technique;
import org.diconde4j.nde.WaveformBuilder;

/**
 * Objects of the techniques that {@link NdeSamples} leaves out, of the same component and study: enhanced CT, eddy current,
 * thermography, A-scans, a photograph and a model. Immutable and thread-safe; objects are made anew at each call.
 */
public final class TechniqueSamples {
    private final NdeSamples samples;
    private final long seed;

    private TechniqueSamples(long seed) {
        this.samples = NdeSamples.seeded(seed);
        this.seed = seed;
    }

    /**
     * The samples of a seed.
     *
     * @param seed tells components apart, as in {@link NdeSamples#seeded}
     * @return the samples
     */
    public static TechniqueSamples seeded(long seed) {
        return new TechniqueSamples(seed);
    }

    /**
     * All of them by name.
     *
     * @return enhanced-ct, eddy-current, thermography, a-scans, photograph and model
     */
    public Map<String, DicomObject> all() {
        return Map.of(
                "enhanced-ct", enhancedCt(),
                "eddy-current", eddyCurrent(),
                "thermography", thermography(),
                "a-scans", aScans(),
                "photograph", photograph(),
                "model", model());
    }

    /**
     * The tomogram of {@link NdeSamples#castingCt()} as one object, whose slices are calculated while it is written.
     *
     * @return an enhanced CT object of 24 frames
     */
    public DicomObject enhancedCt() {
        CastingVolume volume = new CastingVolume(seed);
        int size = CastingVolume.SIZE;
        double corner = -CastingVolume.PITCH * (size - 1) / 2;
        FrameSource slices = z -> FrameSource.bytes(volume.slice(z));
        return samples.described(
                        NdeObject.enhancedCt(),
                        "volume",
                        5,
                        LocalTime.of(9, 30),
                        "Valve flange, cone beam CT, one volume",
                        NdeSamples.equipment("Tomolab", "Cone 225", "TL-0098", "11.0"))
                .pixels(size, size, CastingVolume.SLICES, SampleFormat.GREY_16, slices)
                .rescale(CastingVolume.SLOPE, CastingVolume.INTERCEPT, "1/M")
                .realWorld(CastingVolume.SLOPE, CastingVolume.INTERCEPT, "/m", "ATTENUATION")
                .window(25, 70)
                .pixelSpacing(CastingVolume.PITCH, CastingVolume.PITCH)
                .stack(corner, corner, 0, CastingVolume.PITCH, CastingVolume.PITCH)
                .build();
    }

    /**
     * An eddy current scan of the weld's toe: the two components of the impedance over scan and index axis, where a crack
     * and a shallow scratch turn it.
     *
     * @return an eddy current object of two frames of 96 rows and 256 columns
     */
    public DicomObject eddyCurrent() {
        int rows = 96;
        int columns = 256;
        Noise noise = new Noise(seed);
        float[] liftOff = noise.wander(columns, 40, 300);
        short[] impedance = new short[2 * rows * columns];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                float crack = flank(y - 40, 4) * between(x, 90, 170, 6);
                float scratch = flank(y - 70, 3) * between(x, 30, 200, 10);
                int at = y * columns + x;
                impedance[at] = (short) (liftOff[x] + 900 * crack + 700 * scratch + 25 * noise.gauss());
                impedance[rows * columns + at] =
                        (short) (0.1f * liftOff[x] + 5200 * crack + 260 * scratch + 25 * noise.gauss());
            }
        }
        return samples.described(
                        NdeObject.eddyCurrentMultiFrame(),
                        "eddy",
                        6,
                        LocalTime.of(12, 10),
                        "Toe of weld W1, eddy current, 300 kHz",
                        NdeSamples.equipment("Wirbelwerk", "EC 2", "WW-113", "3.0"))
                .pixels(rows, columns, impedance)
                .signed()
                .frameLabels("X", "Y")
                .window(0, 8000)
                .technique(Technique.builder()
                        .probe(Tag.DriveProbeSequence, 12, 48)
                        .excitation(300)
                        .probeDrive(32, 117)
                        .build())
                .geometry(NdeGeometry.of(
                        NdeGeometry.Axis.of(1, "SCAN", "COLUMN", "MM"), NdeGeometry.Axis.of(2, "INDEX", "ROW", "MM")))
                .build();
    }

    /** Up on one side and down on the other, as a differential probe shows an edge. */
    private static float flank(float distance, float width) {
        float t = distance / width;
        return t * Noise.fade(t * t / 2) * 1.65f;
    }

    /** 1 inside, 0 outside, smooth at the ends. */
    private static float between(float x, float from, float to, float soft) {
        float t = Math.min(x - from, to - x) / soft;
        return t <= 0 ? 0 : t >= 1 ? 1 : t * t * (3 - 2 * t);
    }

    /**
     * A laminate plate that cools after a flash; four hollows under its surface stay warm, the deeper the later.
     *
     * @return a thermography object of 24 frames of 96 rows and 128 columns, 16 bits
     */
    public DicomObject thermography() {
        int rows = 96;
        int columns = 128;
        int frames = 24;
        Noise noise = new Noise(seed);
        short[] counts = new short[frames * rows * columns];
        int at = 0;
        for (int frame = 0; frame < frames; frame++) {
            float time = (frame + 1) * 0.05f;
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++) {
                    float warm = 0;
                    for (int hollow = 0; hollow < 4; hollow++) {
                        float dx = x - (24 + 26 * hollow);
                        float dy = y - 48;
                        float depth = 0.12f * (hollow + 1);
                        float seen = 1 - Noise.fade(time / depth);
                        warm += seen * Noise.fade((dx * dx + dy * dy) / (60 + 80 * time));
                    }
                    float flash = 1 - 0.2f * ((x - 64) * (x - 64) + (y - 48) * (y - 48)) / 6400f;
                    float heat = 3000 * flash / (float) Math.sqrt(time) * (1 + 0.35f * warm);
                    counts[at++] = (short) Math.min(32000, 6000 + heat + 12 * noise.gauss());
                }
            }
        }
        return thermography(rows, columns, counts);
    }

    private DicomObject thermography(int rows, int columns, short[] counts) {
        ImageBuilder image = samples.described(
                        NdeObject.thermographyMultiFrame(),
                        "thermo",
                        7,
                        LocalTime.of(12, 40),
                        "Cover plate, flash thermography",
                        NdeSamples.equipment("Glutauge", "IR 640", "GA-7", "5.2"))
                .pixels(rows, columns, counts)
                .bitsStored(15)
                .frameTime(Duration.ofMillis(50))
                .window(11000, 9000)
                .technique(Technique.builder()
                        .camera(20, 1.2)
                        .flash(2, 0)
                        .emissivity(0.95)
                        .build());
        Indication hollow = Indication.of(1, "VOID", "HOLD", "Warm from frame 3 on")
                .at(Indication.Region.rectangle(14, 38, 34, 58));
        return image.evaluators(Evaluator.of("Berg^Jonas", hollow)).build();
    }

    /**
     * The A-scans of a line over the weld, 5 MHz at 50 million samples a second: entry, back wall, and a flaw between them
     * in the middle of the line.
     *
     * @return an ultrasonic waveform object of 24 waveforms of 600 samples
     */
    public DicomObject aScans() {
        Noise noise = new Noise(seed);
        WaveformBuilder scan = samples.described(
                        NdeObject.ultrasonicWaveform(),
                        "ascans",
                        8,
                        LocalTime.of(13, 5),
                        "Weld W1, A-scans, 5 MHz contact",
                        NdeSamples.equipment("Wellenbau", "Manual 1", "WB-77", "1.1"))
                .technique(Technique.builder()
                        .transducer(Tag.TransmitTransducerSequence, 5, 1)
                        .coupling("GEL", 1500, 0)
                        .gain(new double[] {0}, new double[] {34})
                        .gate(40, 5920)
                        .build())
                .dimension("Scan axis, mm");
        for (int place = 0; place < 24; place++) {
            float flaw = Noise.fade((place - 12) * (place - 12) / 12f);
            short[] samples = new short[600];
            for (int i = 0; i < samples.length; i++) {
                float signal =
                        echo(i, 20, 30000) + echo(i, 260, 14000 * flaw) + echo(i, 440, 21000 * (1 - 0.7f * flaw));
                samples[i] = (short) (signal + 120 * noise.gauss());
            }
            scan.waveform(50e6, samples, place * 0.5);
        }
        return scan.build();
    }

    private static float echo(int sample, int center, float amplitude) {
        float t = (sample - center) / 14f;
        return amplitude * Noise.sin((sample - center) / 10f + 100) * Noise.fade(t * t);
    }

    /**
     * A photograph of magnetic particle testing: a crack shines green under ultraviolet light.
     *
     * @return a VL photographic object of 240 rows and 320 columns
     */
    public DicomObject photograph() {
        int rows = 240;
        int columns = 320;
        Noise noise = new Noise(seed);
        float[] crack = noise.wander(columns, 30, 14);
        float[] brightness = noise.wander(columns, 18, 0.25f);
        byte[] rgb = new byte[rows * columns * 3];
        int at = 0;
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                float distance = y - 120 - crack[x];
                float line = Noise.fade(distance * distance / 5) * between(x, 60, 250, 30) * (0.8f + brightness[x]);
                float halo = Noise.fade(distance * distance / 300) * between(x, 50, 260, 40) * 0.25f;
                float grain = 6 * noise.gauss();
                rgb[at++] = grey(38 + 90 * line + grain);
                rgb[at++] = grey(20 + 225 * line + 90 * halo + grain);
                rgb[at++] = grey(70 + 20 * line - 20 * halo + grain);
            }
        }
        return samples.described(
                        NdeObject.photograph(),
                        "photo",
                        9,
                        LocalTime.of(13, 30),
                        "Toe of weld W1, magnetic particles",
                        NdeSamples.equipment("Lichtbild", "Macro 3", "LB-3", "2.0"))
                .colourPixels(rows, columns, rgb)
                .build();
    }

    private static byte grey(float value) {
        return (byte) Math.max(0, Math.min(255, Math.round(value)));
    }

    /**
     * The shape of the nozzle: a pipe of 114.3 mm, 120 mm long, as triangles.
     *
     * @return an Encapsulated STL object
     */
    public DicomObject model() {
        int around = 48;
        ByteBuffer stl = ByteBuffer.allocate(84 + 2 * around * 50).order(ByteOrder.LITTLE_ENDIAN);
        stl.position(80).putInt(2 * around);
        for (int i = 0; i < around; i++) {
            List<float[]> corners = List.of(rim(i, 0), rim(i + 1, 0), rim(i + 1, 120), rim(i, 120));
            for (int[] triangle : new int[][] {{0, 1, 2}, {0, 2, 3}}) {
                float middle = (i + 0.5f) / 48;
                stl.putFloat(Noise.sin(middle + 0.25f))
                        .putFloat(Noise.sin(middle))
                        .putFloat(0);
                for (int corner : triangle) {
                    for (float coordinate : corners.get(corner)) {
                        stl.putFloat(coordinate);
                    }
                }
                stl.putShort((short) 0);
            }
        }
        return samples.described(
                        NdeObject.stl(stl.array()),
                        "model",
                        10,
                        LocalTime.of(14, 0),
                        "Nozzle, nominal shape",
                        NdeSamples.equipment("diconde4j", "Samples", "1", "0.1"))
                .unit("mm")
                .title("Nozzle 114.3 x 120")
                .build();
    }

    private static float[] rim(int step, float z) {
        float turn = step / 48f;
        return new float[] {57.15f * Noise.sin(turn + 0.25f), 57.15f * Noise.sin(turn), z};
    }
}
