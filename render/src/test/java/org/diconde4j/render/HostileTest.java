package org.diconde4j.render;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.DicondeException;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.ReadLimits;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.PixelException;
import org.junit.jupiter.api.Test;

/** Images and states that lie. */
class HostileTest {
    private static final long SEED = Long.getLong("diconde4j.seed", 17);
    private static final int RUNS = Integer.getInteger("diconde4j.render.mutations", 3000);

    private static Dataset.Builder image() {
        return States.overlay(Images.grey(8, 8, 16, 12, true), 0x60000000, 8, 8, new byte[] {1, 2, 3, 4, 5, 6, 7, 8})
                .set(Tag.NumberOfFrames, 1)
                .set(Tag.RescaleSlope, "2.5")
                .set(Tag.RescaleIntercept, "-100")
                .set(Tag.WindowCenter, "100", "200")
                .set(Tag.WindowWidth, "50", "500")
                .set(Tag.VOILUTFunction, "SIGMOID")
                .setItems(Tag.VOILUTSequence, Images.lut(-5, 12, 1, 2, 3, 4))
                .setLongs(Tag.PixelPaddingValue, VR.SS, -5)
                .set(Tag.PixelSpacing, "0.1", "0.2")
                .set(Tag.ShutterShape, "CIRCULAR", "POLYGONAL")
                .set(Tag.CenterOfCircularShutter, "4", "4")
                .set(Tag.RadiusOfCircularShutter, "3")
                .set(Tag.VerticesOfThePolygonalShutter, "1", "1", "8", "1", "8", "8")
                .setBytes(Tag.PixelData, VR.OW, new byte[128]);
    }

    private static Dataset.Builder state() {
        Dataset graphic = Dataset.builder()
                .set(Tag.GraphicAnnotationUnits, "PIXEL")
                .setDoubles(Tag.GraphicData, 0, 2.5, 8, 2.5, 1, 1, 4, 4)
                .set(Tag.GraphicType, "ELLIPSE")
                .build();
        return States.overlay(States.grayscale(8, 8), 0x60000000, 8, 8, new byte[] {1, 2, 3, 4, 5, 6, 7, 8})
                .set(0x60001001, VR.CS, "L")
                .setItems(Tag.PresentationLUTSequence, Images.lut(0, 10, 3, 2, 1))
                .setItems(Tag.SoftcopyVOILUTSequence, States.window("10", "20"))
                .set(Tag.ImageRotation, 90)
                .setItems(Tag.GraphicLayerSequence, States.layer("L", 1, 5))
                .setItems(
                        Tag.GraphicAnnotationSequence,
                        Dataset.builder()
                                .set(Tag.GraphicLayer, "L")
                                .setItems(Tag.GraphicObjectSequence, graphic)
                                .build());
    }

    @Test
    void nothing_but_documented_errors_comes_of_changed_bytes() throws IOException {
        byte[] image = Images.file(Images.object(image()));
        byte[] state = Images.file(Images.object(state()));
        DecodeOptions options = DecodeOptions.DEFAULT.withTolerance().withLimits(ReadLimits.HEADERS);
        for (int run = 0; run < RUNS; run++) {
            Random random = new Random(SEED + run);
            byte[] changedImage = run % 2 == 0 ? mutated(image, random) : image;
            byte[] changedState = run % 2 == 0 ? state : mutated(state, random);
            try {
                Rendering rendering =
                        Rendering.of(read(changedImage)).decoding(options).size(40, 40);
                if (run % 3 != 0) {
                    rendering = rendering.state(read(changedState).dataset());
                }
                if (run % 5 == 0) {
                    rendering = rendering.autoWindow();
                }
                rendering.image();
            } catch (DicondeException | IOException | UncheckedIOException e) {
                // says what is wrong
            } catch (RuntimeException | Error e) {
                fail("seed " + (SEED + run), e);
            }
        }
    }

    private static DicomObject read(byte[] file) throws IOException {
        return DicomReader.lenient().withTruncatedInput().read(new ByteArrayInputStream(file));
    }

    private static byte[] mutated(byte[] file, Random random) {
        byte[] changed = file.clone();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            int at = 132 + random.nextInt(file.length - 132);
            changed[at] = (byte) (random.nextBoolean() ? random.nextInt() : changed[at] ^ 1 << random.nextInt(8));
        }
        return changed;
    }

    @Test
    void pictures_and_overlays_are_bounded_before_memory_is_taken() {
        Rendering small = Images.rendering(image());
        assertThatThrownBy(() -> small.size(900_000, 900_000).image())
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("limit");
        Dataset.Builder overlay = States.overlay(image(), 0x60020000, 65535, 65535, new byte[64]);
        assertThatThrownBy(() -> Images.rendering(overlay).image())
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("overlay");
        Dataset.Builder wide = image().set(Tag.Rows, 65535).set(Tag.Columns, 65535);
        assertThatThrownBy(() -> Images.rendering(wide)
                        .decoding(DecodeOptions.DEFAULT.withTolerance())
                        .image())
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("limit");
    }
}
