package org.diconde4j.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.diconde4j.net.tck.Peers;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Draws an image by a presentation state as DCMTK's dcmp2pgm does, which leaves shutters and overlays to its callers. */
class StatePeersTest {
    private static final int COLUMNS = 61;
    private static final int ROWS = 38;

    @TempDir
    Path folder;

    /** A state. */
    record Case(String name, Dataset.Builder state) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case of(String name) {
        return new Case(name, States.grayscale(COLUMNS, ROWS));
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        cases.add(of("nothing"));
        Case rescaled = of("rescaled, window");
        rescaled.state()
                .set(Tag.RescaleSlope, "2")
                .set(Tag.RescaleIntercept, "-100")
                .set(Tag.RescaleType, "US")
                .setItems(Tag.SoftcopyVOILUTSequence, States.window("3000", "2500"));
        cases.add(rescaled);
        int[] curve = new int[4096];
        for (int i = 0; i < curve.length; i++) {
            curve[i] = i * i >> 12;
        }
        Case modality = of("modality LUT, VOI LUT");
        modality.state()
                .setItems(
                        Tag.ModalityLUTSequence,
                        Images.lut(0, 16, curve).toBuilder()
                                .set(Tag.ModalityLUTType, "US")
                                .build())
                .setItems(
                        Tag.SoftcopyVOILUTSequence,
                        Dataset.builder()
                                .setItems(Tag.VOILUTSequence, Images.lut(0, 12, curve))
                                .build());
        cases.add(modality);
        Case inverse = of("inverse");
        inverse.state()
                .set(Tag.PresentationLUTShape, "INVERSE")
                .setItems(Tag.SoftcopyVOILUTSequence, States.window("2000", "2500"));
        cases.add(inverse);
        Case table = of("presentation LUT");
        table.state().remove(Tag.PresentationLUTShape).setItems(Tag.PresentationLUTSequence, Images.lut(0, 12, curve));
        cases.add(table);
        for (int rotation = 0; rotation < 360; rotation += 90) {
            for (String mirrored : List.of("N", "Y")) {
                Case turned = of("turned by " + rotation + ", mirrored: " + mirrored);
                turned.state().set(Tag.ImageRotation, rotation).set(Tag.ImageHorizontalFlip, mirrored);
                cases.add(turned);
            }
        }
        return cases.stream();
    }

    private static Dataset.Builder image() {
        int[] values = new int[COLUMNS * ROWS];
        Random random = new Random(17);
        for (int i = 0; i < values.length; i++) {
            values[i] = i < 2 ? 4095 * i : random.nextInt(4096);
        }
        return Images.grey(COLUMNS, ROWS, 16, 12, false)
                .set(Tag.WindowCenter, "1") // of which the states know nothing
                .set(Tag.WindowWidth, "1")
                .set(Tag.PhotometricInterpretation, "MONOCHROME2")
                .setBytes(Tag.PixelData, VR.OW, Images.words(values));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void draws_what_dcmp2pgm_draws(Case given) throws IOException {
        Path image = Files.write(folder.resolve("image.dcm"), Images.file(Images.object(image())));
        Path state = Files.write(folder.resolve("state.dcm"), Images.file(Images.object(given.state())));
        Path peer = folder.resolve("peer.pgm");
        Peers.run(Duration.ofSeconds(20), Peers.dcmtk("dcmp2pgm"), "-p", state, image, peer)
                .succeeded();
        Pnm expected = Pnm.read(peer);

        BufferedImage drawn =
                Images.rendering(image()).state(given.state().build()).image();
        assertThat(drawn.getWidth()).isEqualTo(expected.columns());
        assertThat(drawn.getHeight()).isEqualTo(expected.rows());
        expected.assertLike(Images.samples(drawn), 1);
    }
}
