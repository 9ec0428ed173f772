package org.diconde4j.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.pixel.PixelException;
import org.jspecify.annotations.Nullable;

/**
 * What of an image is not to be seen, as a display shutter says (PS3.3 C.7.6.11): what lies outside of any of its shapes.
 * Rows and columns count from 1 and stand for the middle of a pixel. For one drawing; not thread-safe.
 */
final class Shutter {
    private static final int MOST_VERTICES = 10_000;

    /** A shape; what is outside is hidden. */
    private interface Shape {
        boolean shows(double column, double row);
    }

    private final List<Shape> shapes;
    private final int value;

    private Shutter(List<Shape> shapes, int value) {
        this.shapes = shapes;
        this.value = value;
    }

    /** The shutter of an image, a presentation state, or an item of a functional group; null if there is none. */
    static @Nullable Shutter of(Dataset attributes) {
        List<Shape> shapes = new ArrayList<>();
        for (String shape : attributes.strings(Tag.ShutterShape)) {
            Shape found = switch (shape) {
                case "RECTANGULAR" -> rectangle(attributes);
                case "CIRCULAR" -> circle(attributes);
                case "POLYGONAL" -> polygon(attributes);
                default -> null; // BITMAP is an overlay
            };
            if (found != null) {
                shapes.add(found);
            }
        }
        return shapes.isEmpty() ? null : new Shutter(shapes, value(attributes));
    }

    /** Shutter Presentation Value (0018,1622), black if there is none. */
    static int value(Dataset attributes) {
        return Math.max(0, Math.min(attributes.integer(Tag.ShutterPresentationValue, 0), 0xFFFF));
    }

    private static Shape rectangle(Dataset attributes) {
        double left = attributes.number(Tag.ShutterLeftVerticalEdge, Double.NEGATIVE_INFINITY);
        double right = attributes.number(Tag.ShutterRightVerticalEdge, Double.POSITIVE_INFINITY);
        double top = attributes.number(Tag.ShutterUpperHorizontalEdge, Double.NEGATIVE_INFINITY);
        double bottom = attributes.number(Tag.ShutterLowerHorizontalEdge, Double.POSITIVE_INFINITY);
        return (column, row) -> column >= left && column <= right && row >= top && row <= bottom;
    }

    private static @Nullable Shape circle(Dataset attributes) {
        double[] center = Numbers.of(attributes, Tag.CenterOfCircularShutter);
        double radius = attributes.number(Tag.RadiusOfCircularShutter, -1);
        if (center.length < 2 || radius < 0) {
            return null;
        }
        return (column, row) -> {
            double down = row - center[0];
            double across = column - center[1];
            return down * down + across * across <= radius * radius;
        };
    }

    private static @Nullable Shape polygon(Dataset attributes) {
        double[] vertices = Numbers.of(attributes, Tag.VerticesOfThePolygonalShutter);
        if (vertices.length > 2 * MOST_VERTICES) {
            throw new PixelException("the polygonal shutter has " + vertices.length / 2 + " vertices, expected at most "
                    + MOST_VERTICES);
        }
        return vertices.length < 6 ? null : new Polygon(vertices);
    }

    /** Rows and columns by turns. Asked row by row, so that it looks at the vertices once a row. */
    private static final class Polygon implements Shape {
        private final double[] vertices;
        private final double[] crossings;
        private double row = Double.NaN;
        private int count;

        Polygon(double[] vertices) {
            this.vertices = vertices;
            this.crossings = new double[vertices.length / 2];
        }

        @Override
        public boolean shows(double column, double asked) {
            if (asked != row) {
                row = asked;
                cross();
            }
            int found = Arrays.binarySearch(crossings, 0, count, column);
            return ((found >= 0 ? found + 1 : -found - 1) & 1) != 0;
        }

        /** Finds where the row goes in and out. */
        private void cross() {
            count = 0;
            int last = vertices.length / 2 - 1;
            for (int i = 0, j = last; i <= last; j = i++) {
                double row1 = vertices[2 * i];
                double row2 = vertices[2 * j];
                if (row1 > row != row2 > row) {
                    double column1 = vertices[2 * i + 1];
                    crossings[count++] = column1 + (vertices[2 * j + 1] - column1) * (row - row1) / (row2 - row1);
                }
            }
            Arrays.sort(crossings, 0, count);
        }
    }

    private boolean shows(double column, double row) {
        for (Shape shape : shapes) {
            if (!shape.shows(column, row)) {
                return false;
            }
        }
        return true;
    }

    /** Hides what is to be hidden of a row of samples, which begins with a column of the rows that there are. */
    void hide(FrameRows frame, int row, int from, int count, int[] samples, int channels) {
        double imageRow = frame.imageRow(row) + 1;
        for (int i = 0; i < count; i++) {
            if (!shows(frame.imageColumn(from + i) + 1, imageRow)) {
                for (int channel = 0; channel < channels; channel++) {
                    samples[i * channels + channel] = value;
                }
            }
        }
    }
}
