package org.diconde4j.render;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.pixel.DecodeOptions.Region;
import org.diconde4j.pixel.PixelException;
import org.jspecify.annotations.Nullable;

/**
 * Draws text and graphics of a presentation state (PS3.3 C.10.5) over a picture, in lines of one pixel. Text stays upright; its
 * size is chosen so that it fits its box. Compound graphics and styles are not drawn.
 */
final class Annotations {
    private static final double FAR = 1e6;
    private static final int MOST_MASKS = 100;
    private static final int LEAST_TEXT = 9;
    private static final int MOST_TEXT = 48;
    private static final int USUAL_TEXT = 14;

    private final Canvas canvas;
    /** From pixels of the image, 0 being the edge of the first, to those of the picture. */
    private final AffineTransform place;

    private final BufferedImage mask;
    private final Graphics2D pen;

    private Annotations(Canvas canvas, AffineTransform place) {
        this.canvas = canvas;
        this.place = place;
        this.mask = new BufferedImage(canvas.columns(), canvas.rows(), BufferedImage.TYPE_BYTE_GRAY);
        this.pen = mask.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        pen.setStroke(new BasicStroke(1));
        pen.setColor(Color.WHITE);
    }

    /** Draws all that a state has for its frame, layer after layer; those of the same grey together. */
    static void draw(PresentationState state, Canvas canvas, AffineTransform place) {
        List<Dataset> items = state.annotations();
        int masks = 0;
        for (int i = 0; i < items.size(); ) {
            int grey = state.grey(items.get(i).string(Tag.GraphicLayer, ""));
            if (++masks > MOST_MASKS) {
                throw new PixelException(
                        "the greys of annotations in the presentation state change more than " + MOST_MASKS + " times");
            }
            Annotations layer = new Annotations(canvas, place);
            try {
                while (i < items.size() && state.grey(items.get(i).string(Tag.GraphicLayer, "")) == grey) {
                    items.get(i).items(Tag.GraphicObjectSequence).forEach(layer::graphic);
                    items.get(i).items(Tag.TextObjectSequence).forEach(layer::text);
                    i++;
                }
                layer.blend(grey);
            } finally {
                layer.pen.dispose();
            }
        }
    }

    /** Points of the picture, none if they are no sense. */
    private double @Nullable [] points(Dataset item, int tag, int unitsTag) {
        double[] points = Numbers.of(item, tag);
        if (points.length < 2 || points.length % 2 != 0) {
            return null;
        }
        if (item.string(unitsTag, "").equals("DISPLAY")) { // from 0 to 1 over the picture
            AffineTransform.getScaleInstance(canvas.columns(), canvas.rows())
                    .transform(points, 0, points, 0, points.length / 2);
        } else {
            place.transform(points, 0, points, 0, points.length / 2);
        }
        for (double point : points) {
            if (!(Math.abs(point) < FAR)) {
                return null;
            }
        }
        return points;
    }

    private void graphic(Dataset item) {
        double[] points = points(item, Tag.GraphicData, Tag.GraphicAnnotationUnits);
        Shape shape = points == null ? null : shape(item.string(Tag.GraphicType, ""), points);
        if (shape == null) {
            return;
        }
        if (item.string(Tag.GraphicFilled, "N").equals("Y")) {
            pen.fill(shape);
        }
        pen.draw(shape);
    }

    private static @Nullable Shape shape(String type, double[] points) {
        int count = points.length / 2;
        return switch (type) {
            case "POINT" -> new Rectangle2D.Double(points[0] - 1, points[1] - 1, 2, 2);
            case "POLYLINE" -> polyline(points);
            case "INTERPOLATED" -> curve(points);
            case "CIRCLE" -> count < 2 ? null : circle(points);
            case "ELLIPSE" -> count < 4 ? null : ellipse(points);
            default -> null;
        };
    }

    private static Shape polyline(double[] points) {
        Path2D path = new Path2D.Double();
        path.moveTo(points[0], points[1]);
        for (int i = 2; i < points.length; i += 2) {
            path.lineTo(points[i], points[i + 1]);
        }
        return path;
    }

    /** A smooth curve through all points. */
    private static Shape curve(double[] points) {
        int last = points.length - 2;
        Path2D path = new Path2D.Double();
        path.moveTo(points[0], points[1]);
        for (int i = 0; i < last; i += 2) {
            int before = Math.max(0, i - 2);
            int after = Math.min(last, i + 4);
            path.curveTo(
                    points[i] + (points[i + 2] - points[before]) / 6,
                    points[i + 1] + (points[i + 3] - points[before + 1]) / 6,
                    points[i + 2] - (points[after] - points[i]) / 6,
                    points[i + 3] - (points[after + 1] - points[i + 1]) / 6,
                    points[i + 2],
                    points[i + 3]);
        }
        return path;
    }

    /** The center, and a point on the line. */
    private static Shape circle(double[] p) {
        double radius = Point2D.distance(p[0], p[1], p[2], p[3]);
        return new Ellipse2D.Double(p[0] - radius, p[1] - radius, 2 * radius, 2 * radius);
    }

    /** The ends of the major axis, and those of the minor one. */
    private static Shape ellipse(double[] p) {
        double major = Point2D.distance(p[0], p[1], p[2], p[3]);
        double minor = Point2D.distance(p[4], p[5], p[6], p[7]);
        AffineTransform turn = AffineTransform.getTranslateInstance((p[0] + p[2]) / 2, (p[1] + p[3]) / 2);
        turn.rotate(Math.atan2(p[3] - p[1], p[2] - p[0]));
        return turn.createTransformedShape(new Ellipse2D.Double(-major / 2, -minor / 2, major, minor));
    }

    private void text(Dataset item) {
        String text = item.string(Tag.UnformattedTextValue);
        double[] anchor = points(item, Tag.AnchorPoint, Tag.AnchorPointAnnotationUnits);
        double[] one = points(item, Tag.BoundingBoxTopLeftHandCorner, Tag.BoundingBoxAnnotationUnits);
        double[] other = points(item, Tag.BoundingBoxBottomRightHandCorner, Tag.BoundingBoxAnnotationUnits);
        if (text == null || anchor == null && (one == null || other == null)) {
            return;
        }
        String[] lines = text.split("\r\n|\r|\n", -1);
        Rectangle2D box = null;
        if (one != null && other != null) {
            box = new Rectangle2D.Double(one[0], one[1], 0, 0);
            box.add(other[0], other[1]);
        }
        if (anchor != null
                && box != null
                && item.string(Tag.AnchorPointVisibility, "N").equals("Y")) {
            double x = Math.max(box.getMinX(), Math.min(anchor[0], box.getMaxX()));
            double y = Math.max(box.getMinY(), Math.min(anchor[1], box.getMaxY()));
            pen.draw(new Line2D.Double(anchor[0], anchor[1], x, y));
        }
        try {
            if (box != null) {
                lines(lines, box, item.string(Tag.BoundingBoxTextHorizontalJustification, "LEFT"));
            } else if (anchor != null) {
                pen.setFont(font(USUAL_TEXT));
                lines(lines, anchor[0], anchor[1], 0, "LEFT");
            }
        } catch (InternalError | NullPointerException | NoClassDefFoundError e) { // what a JDK without fonts throws
            throw new PixelException(
                    "text of the presentation state cannot be drawn, as this Java finds no fonts: install fontconfig and"
                            + " a font",
                    e);
        }
    }

    private static Font font(double size) {
        return new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont((float) size);
    }

    /** As large as the box allows, but to be read. */
    private void lines(String[] lines, Rectangle2D box, String justification) {
        pen.setFont(font(USUAL_TEXT));
        FontMetrics usual = pen.getFontMetrics();
        double widest = 1;
        for (String line : lines) {
            widest = Math.max(widest, usual.stringWidth(line));
        }
        double scale = Math.min(box.getHeight() / (usual.getHeight() * lines.length), box.getWidth() / widest);
        pen.setFont(font(Math.max(LEAST_TEXT, Math.min(USUAL_TEXT * scale, MOST_TEXT))));
        lines(lines, box.getX(), box.getY(), box.getWidth(), justification);
    }

    private void lines(String[] lines, double x, double y, double width, String justification) {
        FontMetrics metrics = pen.getFontMetrics();
        double at = y + metrics.getAscent();
        for (String line : lines) {
            double room = width - metrics.stringWidth(line);
            double indent = switch (justification) {
                case "CENTER" -> room / 2;
                case "RIGHT" -> room;
                default -> 0;
            };
            pen.drawString(line, (float) (x + indent), (float) at);
            at += metrics.getHeight();
        }
    }

    private void blend(int value) {
        byte[] covered = ((DataBufferByte) mask.getRaster().getDataBuffer()).getData();
        char[] samples = canvas.samples();
        int channels = canvas.channels();
        for (int i = 0; i < covered.length; i++) {
            int part = covered[i] & 0xFF;
            for (int channel = 0; part > 0 && channel < channels; channel++) {
                int at = i * channels + channel;
                samples[at] = (char) ((samples[at] * (0xFF - part) + value * part + 0x7F) / 0xFF);
            }
        }
    }

    /** From pixels of the image to those of a picture of a part of it, before and after it is turned. */
    static AffineTransform place(
            Region part, double acrossScale, double downScale, int degrees, boolean mirrored, Canvas turned) {
        AffineTransform place = new AffineTransform();
        if (mirrored) {
            place.translate(turned.columns(), 0);
            place.scale(-1, 1);
        }
        switch (degrees) {
            case 90 -> place.translate(turned.columns(), 0);
            case 180 -> place.translate(turned.columns(), turned.rows());
            case 270 -> place.translate(0, turned.rows());
            default -> {}
        }
        place.quadrantRotate(degrees / 90);
        place.scale(acrossScale, downScale);
        place.translate(-part.column(), -part.row());
        return place;
    }
}
