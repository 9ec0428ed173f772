package org.diconde4j.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.pixel.PixelException;
import org.diconde4j.render.Volume.Plane;
import org.junit.jupiter.api.Test;

class VolumeTest {
    private static final int COLUMNS = 9;
    private static final int ROWS = 7;
    private static final double[] DEPTHS = {0, 1, 2.5, 3, 5};

    /** A value that grows evenly with each coordinate, so that what is interpolated is exact. */
    private static double value(double x, double y, double z) {
        return 1000 + 40 * x + 8 * y - 100 * z;
    }

    private static double[] at(double[] position, double[] right, double[] down, int column, int row) {
        double[] point = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            point[axis] = position[axis] + 0.5 * column * right[axis] + 0.25 * row * down[axis];
        }
        return point;
    }

    /** A slice, with a slope that undoes how values are stored. */
    private static Dataset.Builder slice(double[] position, double[] right, double[] down) {
        int[] stored = new int[COLUMNS * ROWS];
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                double[] point = at(position, right, down, column, row);
                stored[row * COLUMNS + column] = (int) Math.round(value(point[0], point[1], point[2]) * 10);
            }
        }
        return Images.grey(COLUMNS, ROWS, 16, 16, false)
                .set(Tag.RescaleSlope, "0.1")
                .set(Tag.RescaleIntercept, "0")
                .setDoubles(Tag.PixelSpacing, 0.25, 0.5)
                .setDoubles(Tag.ImagePositionPatient, position)
                .setDoubles(Tag.ImageOrientationPatient, right[0], right[1], right[2], down[0], down[1], down[2])
                .setBytes(Tag.PixelData, VR.OW, Images.words(stored));
    }

    private static List<Dataset.Builder> straight() {
        List<Dataset.Builder> slices = new ArrayList<>();
        for (double depth : DEPTHS) {
            slices.add(slice(new double[] {-1, 2, depth}, new double[] {1, 0, 0}, new double[] {0, 1, 0}));
        }
        return slices;
    }

    private static Volume volume(List<Dataset.Builder> slices) throws IOException {
        List<DicomObject> objects =
                new ArrayList<>(slices.stream().map(Images::object).toList());
        Collections.shuffle(objects, new Random(3));
        return Volume.of(objects);
    }

    private static void assertExact(Volume volume, Plane plane) throws IOException {
        float[] values = volume.values(plane);
        assertThat(values).hasSize(plane.columns() * plane.rows());
        for (int i = 0; i < values.length; i++) {
            double across = i % plane.columns() * plane.spacing();
            double along = i / plane.columns() * plane.spacing();
            double[] p = new double[3];
            for (int axis = 0; axis < 3; axis++) {
                p[axis] = plane.origin()[axis] + across * plane.right()[axis] + along * plane.down()[axis];
            }
            assertThat((double) values[i]).as(i + " of " + plane).isEqualTo(value(p[0], p[1], p[2]), within(0.11));
        }
    }

    @Test
    void planes_along_the_axes_are_interpolated_between_slices_of_any_distance() throws IOException {
        Volume volume = volume(straight());
        assertThat(volume.least()).containsExactly(-1, 2, 0);
        assertThat(volume.greatest()).containsExactly(3, 3.5, 5);
        Plane coronal = volume.coronal(2.6);
        assertThat(coronal.columns()).isEqualTo(17);
        assertThat(coronal.rows()).isEqualTo(21);
        assertExact(volume, coronal);
        assertExact(volume, volume.sagittal(0.3));
        assertExact(volume, volume.axial(2.5));
        assertExact(volume, volume.axial(4.1));
    }

    @Test
    void oblique_planes_are_cut_too() throws IOException {
        Plane plane =
                new Plane(new double[] {0, 2.2, 0.4}, new double[] {1, 0.2, 1}, new double[] {0, 1, -0.2}, 9, 4, 0.2);
        assertExact(volume(straight()), plane);
    }

    @Test
    void slices_may_stand_in_any_orientation() throws IOException {
        List<Dataset.Builder> slices = new ArrayList<>();
        double turned = Math.sqrt(0.5);
        for (double depth : DEPTHS) {
            slices.add(slice(new double[] {depth * turned, 2, -depth * turned}, new double[] {0, 1, 0}, new double[] {
                turned, 0, turned
            }));
        }
        Plane within = new Plane(new double[] {1.5, 3, -1}, new double[] {1, 1, 0}, new double[] {0, 0, 1}, 5, 5, 0.1);
        assertExact(volume(slices), within);
    }

    @Test
    void frames_of_an_enhanced_object_are_slices() throws IOException {
        List<Dataset> groups = new ArrayList<>();
        byte[] pixels = new byte[DEPTHS.length * COLUMNS * ROWS * 2];
        List<Dataset.Builder> slices = straight();
        for (int i = 0; i < DEPTHS.length; i++) {
            Dataset slice = slices.get(i).build();
            byte[] one = slice.get(Tag.PixelData).bytes();
            System.arraycopy(one, 0, pixels, i * one.length, one.length);
            groups.add(Dataset.builder()
                    .setItems(Tag.PlanePositionSequence, only(slice, Tag.ImagePositionPatient))
                    .build());
        }
        Dataset one = slices.get(0).build();
        Dataset.Builder enhanced = Images.grey(COLUMNS, ROWS, 16, 16, false)
                .set(Tag.NumberOfFrames, DEPTHS.length)
                .setItems(
                        Tag.SharedFunctionalGroupsSequence,
                        Dataset.builder()
                                .setItems(Tag.PixelMeasuresSequence, only(one, Tag.PixelSpacing))
                                .setItems(Tag.PlaneOrientationSequence, only(one, Tag.ImageOrientationPatient))
                                .setItems(
                                        Tag.PixelValueTransformationSequence,
                                        only(one, Tag.RescaleSlope, Tag.RescaleIntercept))
                                .build())
                .setItems(Tag.PerFrameFunctionalGroupsSequence, groups)
                .setBytes(Tag.PixelData, VR.OW, pixels);
        Volume volume = Volume.of(List.of(Images.object(enhanced)));
        assertExact(volume, volume.coronal(3));
    }

    private static Dataset only(Dataset from, int... tags) {
        Dataset.Builder item = Dataset.builder();
        for (int tag : tags) {
            item.set(from.get(tag));
        }
        return item.build();
    }

    @Test
    void what_is_outside_and_padding_is_nothing_and_drawn_black() throws IOException {
        List<Dataset.Builder> slices = straight();
        int[] padded = new int[COLUMNS * ROWS];
        Arrays.fill(padded, 7);
        padded[0] = 5;
        slices.get(0).setBytes(Tag.PixelData, VR.OW, Images.words(padded)).setLongs(Tag.PixelPaddingValue, VR.US, 5);
        Volume volume = volume(slices);
        float[] drawn = volume.values(volume.axial(0));
        assertThat(drawn[0]).isNaN();
        assertThat(drawn[2]).isEqualTo(0.7f);
        Plane beyond = new Plane(new double[] {-3, 2, 0}, new double[] {1, 0, 0}, new double[] {0, 1, 0}, 20, 1, 0.5);
        float[] row = volume.values(beyond);
        assertThat(row[0]).isNaN();
        assertThat(row[5]).isEqualTo(0.7f);
        assertThat(row[19]).isNaN();
        BufferedImage picture = volume.slice(beyond).window(0, 0.1).image();
        assertThat(Images.samples(picture)).startsWith(0, 0, 0).endsWith(0).contains(255);
    }

    @Test
    void what_is_no_volume_is_refused_in_words() {
        List<Dataset.Builder> slices = straight();
        slices.add(straight().get(2));
        assertThatThrownBy(() -> volume(slices))
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("same place");
        assertThatThrownBy(() -> volume(straight().subList(0, 1))).hasMessageContaining("at least two slices");
        List<Dataset.Builder> placeless = straight();
        placeless.get(1).remove(Tag.ImagePositionPatient);
        assertThatThrownBy(() -> volume(placeless))
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("Image Position");
        List<Dataset.Builder> turned = straight();
        turned.get(1).setDoubles(Tag.ImageOrientationPatient, 0, 1, 0, -1, 0, 0);
        assertThatThrownBy(() -> volume(turned))
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("does not fit");
        assertThatThrownBy(() -> new Plane(new double[3], new double[] {1, 0, 0}, new double[] {1, 1, 0}, 1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
