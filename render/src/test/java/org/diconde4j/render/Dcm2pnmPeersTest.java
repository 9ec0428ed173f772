package org.diconde4j.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.diconde4j.net.tck.Peers;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Draws what DCMTK's dcm2pnm draws, pixel by pixel within one grey. */
class Dcm2pnmPeersTest {
    private static final int COLUMNS = 61;
    private static final int ROWS = 38;
    private static final int SEED = 20261126;

    @TempDir
    Path folder;

    /** An image, what dcm2pnm is told, and what we are told. */
    record Case(String name, Dataset.Builder image, String options, UnaryOperator<Rendering> wish) {
        @Override
        public String toString() {
            return name + ": " + options;
        }
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int stored : new int[] {8, 10, 12, 15, 16}) {
            for (boolean signed : new boolean[] {false, true}) {
                String name = stored + " bits" + (signed ? ", signed" : "");
                int range = 1 << stored;
                String center = Integer.toString(signed ? 10 : range / 2);
                cases.add(new Case(
                        name + ", window",
                        depth(stored, signed)
                                .set(Tag.WindowCenter, center)
                                .set(Tag.WindowWidth, Integer.toString(range / 3)),
                        "+Wi 1",
                        UnaryOperator.identity()));
                cases.add(new Case(
                        name + ", rescaled, second window of width 1",
                        depth(stored, signed)
                                .set(Tag.RescaleSlope, "0.5")
                                .set(Tag.RescaleIntercept, "-3")
                                .set(Tag.WindowCenter, "1", Integer.toString(range / 8))
                                .set(Tag.WindowWidth, "100", "1"),
                        "+Wi 2",
                        rendering -> rendering.storedWindow(1)));
                cases.add(new Case(name + ", all", depth(stored, signed), "-W", Rendering::fullRange));
                cases.add(new Case(
                        name + ", inverse",
                        depth(stored, signed).set(Tag.PhotometricInterpretation, "MONOCHROME1"),
                        "+Ww " + center + " " + range / 2,
                        rendering -> rendering.window(Double.parseDouble(center), range / 2)));
            }
        }
        cases.add(new Case(
                "sigmoid",
                depth(12, false)
                        .set(Tag.WindowCenter, "2000")
                        .set(Tag.WindowWidth, "1000")
                        .set(Tag.VOILUTFunction, "SIGMOID"),
                "+Wi 1 +Wfs",
                UnaryOperator.identity()));
        cases.add(new Case(
                "presentation shape",
                depth(12, false).set(Tag.PresentationLUTShape, "INVERSE"),
                "-W",
                Rendering::fullRange));
        cases.add(new Case(
                "presentation shape, MONOCHROME1",
                depth(12, false)
                        .set(Tag.PhotometricInterpretation, "MONOCHROME1")
                        .set(Tag.PresentationLUTShape, "INVERSE"),
                "-W",
                Rendering::fullRange));
        cases.add(new Case(
                "region",
                depth(12, false),
                "-W +C 7 9 20 11",
                r -> r.fullRange().region(7, 9, 20, 11)));
        tables(cases);
        layouts(cases);
        colours(cases);
        overlays(cases);
        return cases.stream();
    }

    private static void tables(List<Case> cases) {
        int[] curve = new int[1000];
        for (int i = 0; i < curve.length; i++) {
            curve[i] = i * i / 1000;
        }
        for (int bits : new int[] {10, 12, 16}) {
            cases.add(new Case(
                    "VOI LUT of " + bits + " bits",
                    depth(12, false).setItems(Tag.VOILUTSequence, Images.lut(1500, bits, curve)),
                    "+Wl 1",
                    UnaryOperator.identity()));
        }
        cases.add(new Case(
                "VOI LUT after rescaling to negative values",
                depth(12, false)
                        .set(Tag.RescaleSlope, "1")
                        .set(Tag.RescaleIntercept, "-1024")
                        .setItems(
                                Tag.VOILUTSequence,
                                Dataset.builder()
                                        .setLongs(Tag.LUTDescriptor, VR.SS, 1000, -300, 10)
                                        .setBytes(Tag.LUTData, VR.OW, Images.words(curve))
                                        .build()),
                "+Wl 1",
                UnaryOperator.identity()));
        cases.add(new Case(
                "modality LUT",
                depth(12, false)
                        .setItems(Tag.ModalityLUTSequence, Images.lut(1500, 16, curve))
                        .set(Tag.WindowCenter, "400")
                        .set(Tag.WindowWidth, "700"),
                "+Wi 1",
                UnaryOperator.identity()));
        cases.add(new Case(
                "modality LUT, all",
                depth(12, false).setItems(Tag.ModalityLUTSequence, Images.lut(100, 10, curve)),
                "-W",
                Rendering::fullRange));
    }

    private static void layouts(List<Case> cases) {
        byte[] bits = new byte[(COLUMNS * ROWS + 15) / 16 * 2];
        new Random(SEED).nextBytes(bits);
        cases.add(new Case(
                "single bits",
                Images.grey(COLUMNS, ROWS, 1, 1, false).setBytes(Tag.PixelData, VR.OB, bits),
                "+Wm", // without, dcm2pnm draws ones in the middle grey
                UnaryOperator.identity()));
        ByteBuffer longs = ByteBuffer.allocate(4 * COLUMNS * ROWS).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values(32, false)) {
            longs.putInt(value);
        }
        cases.add(new Case(
                "32 bits",
                Images.grey(COLUMNS, ROWS, 32, 32, false).setBytes(Tag.PixelData, VR.OW, longs.array()),
                "+Ww 2147483648 1000000000",
                rendering -> rendering.window(2147483648.0, 1e9)));
        int[] three = new int[3 * COLUMNS * ROWS];
        Arrays.setAll(three, i -> i * 9 & 0xFFF);
        cases.add(new Case(
                "third frame",
                Images.grey(COLUMNS, ROWS, 16, 12, false)
                        .set(Tag.NumberOfFrames, 3)
                        .setBytes(Tag.PixelData, VR.OW, Images.words(three)),
                "-W +F 3",
                rendering -> rendering.fullRange().frame(2)));
        cases.add(new Case(
                "upper bits of cells",
                depth(12, false).set(Tag.HighBit, 15).setBytes(Tag.PixelData, VR.OW, Images.words(values(16, false))),
                "-W",
                Rendering::fullRange));
    }

    private static void colours(List<Case> cases) {
        byte[] bytes = new byte[3 * COLUMNS * ROWS + 1 & ~1];
        new Random(SEED).nextBytes(bytes);
        for (int planar = 0; planar < 2; planar++) {
            for (String photometric : List.of("RGB", "YBR_FULL")) {
                cases.add(new Case(
                        photometric + (planar == 1 ? ", planar" : ""),
                        Images.grey(COLUMNS, ROWS, 8, 8, false)
                                .set(Tag.SamplesPerPixel, 3)
                                .set(Tag.PhotometricInterpretation, photometric)
                                .set(Tag.PlanarConfiguration, planar)
                                .setBytes(Tag.PixelData, VR.OB, bytes),
                        "-W",
                        UnaryOperator.identity()));
            }
        }
        int[] red = new int[256];
        int[] green = new int[256];
        int[] blue = new int[256];
        Arrays.setAll(red, i -> i * 257);
        Arrays.setAll(green, i -> (255 - i) * 257);
        Arrays.setAll(blue, i -> i * 7 % 256 * 257);
        cases.add(new Case(
                "palette",
                depth(8, false)
                        .set(Tag.PhotometricInterpretation, "PALETTE COLOR")
                        .setLongs(Tag.RedPaletteColorLookupTableDescriptor, VR.US, 256, 0, 16)
                        .setLongs(Tag.GreenPaletteColorLookupTableDescriptor, VR.US, 256, 0, 16)
                        .setLongs(Tag.BluePaletteColorLookupTableDescriptor, VR.US, 256, 0, 16)
                        .setBytes(Tag.RedPaletteColorLookupTableData, VR.OW, Images.words(red))
                        .setBytes(Tag.GreenPaletteColorLookupTableData, VR.OW, Images.words(green))
                        .setBytes(Tag.BluePaletteColorLookupTableData, VR.OW, Images.words(blue)),
                "-W",
                UnaryOperator.identity()));
    }

    private static void overlays(List<Case> cases) {
        cases.add(new Case("overlay", overlay(depth(12, false), 0x60000000, "G", 3, 5), "-W", Rendering::fullRange));
        cases.add(new Case(
                "overlay left out",
                overlay(depth(12, false), 0x60000000, "G", 3, 5),
                "-W -O",
                rendering -> rendering.fullRange().withoutOverlays()));
        cases.add(new Case(
                "two overlays, one beginning outside",
                overlay(overlay(depth(8, false), 0x60000000, "G", -4, -2), 0x60040000, "G", 30, 50),
                "-W",
                Rendering::fullRange));
        Dataset.Builder frames = overlay(depth(8, false), 0x60000000, "G", 2, 2)
                .set(0x60000015, VR.IS, "1")
                .setLongs(0x60000051, VR.US, 2)
                .set(Tag.NumberOfFrames, 2)
                .setBytes(Tag.PixelData, VR.OB, new byte[2 * COLUMNS * ROWS]);
        for (int i = 1; i <= 2; i++) {
            int frame = i - 1;
            cases.add(new Case("overlay of frame 2", frames, "-W +F " + i, r -> r.frame(frame)));
        }
        int[] marked = values(12, false);
        for (int i = 0; i < marked.length; i += 5) {
            marked[i] |= 0x8000;
        }
        cases.add(new Case(
                "overlay in an unused bit",
                depth(12, false)
                        .setBytes(Tag.PixelData, VR.OW, Images.words(marked))
                        .setLongs(0x60000010, VR.US, ROWS)
                        .setLongs(0x60000011, VR.US, COLUMNS)
                        .set(0x60000040, VR.CS, "G")
                        .setLongs(0x60000050, VR.SS, 1, 1)
                        .setLongs(0x60000100, VR.US, 16)
                        .setLongs(0x60000102, VR.US, 15),
                "-W",
                Rendering::fullRange));
    }

    private static Dataset.Builder overlay(Dataset.Builder image, int group, String type, int row, int column) {
        byte[] bits = new byte[(13 * 19 + 15) / 16 * 2];
        new Random(SEED + group).nextBytes(bits);
        return image.setLongs(group | 0x10, VR.US, 13)
                .setLongs(group | 0x11, VR.US, 19)
                .set(group | 0x40, VR.CS, type)
                .setLongs(group | 0x50, VR.SS, row, column)
                .setLongs(group | 0x100, VR.US, 1)
                .setLongs(group | 0x102, VR.US, 0)
                .setBytes(group | 0x3000, VR.OW, bits);
    }

    /** Values of the whole range, the least and the greatest among them. */
    private static int[] values(int stored, boolean signed) {
        int[] values = new int[COLUMNS * ROWS];
        long range = 1L << stored;
        Random random = new Random(SEED);
        for (int i = 0; i < values.length; i++) {
            long value = i < 4 ? (i % 2 == 0 ? 0 : range - 1) : (long) (random.nextDouble() * range);
            values[i] = (int) (signed ? value - range / 2 : value);
        }
        return values;
    }

    private static Dataset.Builder depth(int stored, boolean signed) {
        int[] values = values(stored, signed);
        if (stored > 8) {
            return Images.grey(COLUMNS, ROWS, 16, stored, signed).setBytes(Tag.PixelData, VR.OW, Images.words(values));
        }
        byte[] bytes = new byte[values.length + 1 & ~1];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return Images.grey(COLUMNS, ROWS, 8, stored, signed).setBytes(Tag.PixelData, VR.OB, bytes);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void draws_what_dcm2pnm_draws(Case given) throws IOException {
        Path file = Files.write(folder.resolve("image.dcm"), Images.file(Images.object(given.image())));
        Path peer = folder.resolve("peer.pnm");
        List<Object> command = new ArrayList<>(List.of(Peers.dcmtk("dcm2pnm"), "-q"));
        command.addAll(List.of(given.options().split(" ")));
        command.addAll(List.of(file, peer));
        Peers.run(Duration.ofSeconds(20), command.toArray()).succeeded();
        Pnm expected = Pnm.read(peer);

        BufferedImage drawn =
                given.wish().apply(Images.rendering(given.image())).image();
        assertThat(drawn.getWidth()).isEqualTo(expected.columns());
        assertThat(drawn.getHeight()).isEqualTo(expected.rows());
        // DCMTK takes 127.5 for the middle of chrominance, PS3.3 C.7.6.3.1.2 says 128
        expected.assertLike(Images.samples(drawn), given.name().startsWith("YBR") ? 2 : 1);
    }
}
