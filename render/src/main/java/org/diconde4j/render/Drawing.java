package org.diconde4j.render;

import java.io.IOException;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.diconde4j.data.Dataset;
import org.diconde4j.pixel.ColourConversion;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.DecodeOptions.Region;
import org.diconde4j.pixel.Frames;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;
import org.diconde4j.pixel.PixelPadding;
import org.jspecify.annotations.Nullable;

/** Draws one frame once: finds out what to do, then lets its rows pass through. */
final class Drawing {
    private final Rendering wanted;
    private final Frames frames;
    private final Dataset dataset;
    private final PixelDescription pixels;
    private final Look look;
    private final Region region;
    private final DecodeOptions options;

    Drawing(Rendering wanted) throws IOException {
        this.wanted = wanted;
        this.frames = wanted.subject().frames();
        this.dataset = wanted.subject().object().dataset();
        this.options = wanted.options();
        int frame = wanted.frameIndex();
        if (frame >= frames.count()) {
            throw new PixelException("there is no frame " + (frame + 1) + ": the image has " + frames.count());
        }
        this.pixels = frames.description();
        FrameAttributes attributes = FrameAttributes.of(dataset, frame);
        Dataset state = wanted.state();
        this.look = state == null
                ? Look.ofImage(attributes)
                : PresentationState.of(state, attributes, frame).look(pixels);
        this.region = region();
    }

    private Region region() {
        Region part = wanted.part() != null ? wanted.part() : look.area();
        if (part == null) {
            return new Region(0, 0, pixels.columns(), pixels.rows());
        }
        if (part.column() > pixels.columns() - part.columns() || part.row() > pixels.rows() - part.rows()) {
            throw new PixelException("the part from " + part.column() + ", " + part.row() + " on with " + part.columns()
                    + " columns and " + part.rows() + " rows is not within the image, which has " + pixels.columns()
                    + " columns and " + pixels.rows() + " rows");
        }
        return part;
    }

    Canvas draw() throws IOException {
        boolean upright = look.rotation() % 180 == 0;
        int[] size = size(upright ? wanted.width() : wanted.height(), upright ? wanted.height() : wanted.width());
        int halvings = 0;
        while (isHalvable()
                && size[0] << halvings + 1 <= region.columns()
                && size[1] << halvings + 1 <= region.rows()) {
            halvings++;
        }
        try (FrameRows rows = open(region, halvings)) {
            Painter painter = painter(rows);
            long samples = (long) size[0] * size[1] * painter.channels();
            if (samples * 4 > options.limits().valueInMemory()) {
                throw new PixelException("a picture of " + size[0] + " × " + size[1] + " is over the limit of "
                        + options.limits().valueInMemory() + " bytes in memory");
            }
            Canvas canvas = new Canvas(size[0], size[1], painter.channels());
            paint(rows, painter, canvas);
            Canvas turned = canvas.turned(look.rotation(), look.mirrored());
            PresentationState state = look.state();
            if (state != null && wanted.hasOverlays()) {
                double across = (double) canvas.columns() / region.columns();
                double down = (double) canvas.rows() / region.rows();
                Annotations.draw(
                        state,
                        turned,
                        Annotations.place(region, across, down, look.rotation(), look.mirrored(), turned));
            }
            return turned;
        }
    }

    /** Whether stored values may be mixed before they are looked at: not those that stand for a colour or for nothing. */
    private boolean isHalvable() {
        return !pixels.photometricInterpretation().equals("PALETTE COLOR")
                && !isSupplemented()
                && PixelPadding.of(dataset, pixels.sampleType()) == null;
    }

    /** A state knows nothing of the palette of the image. */
    private boolean isSupplemented() {
        return look.state() == null && SupplementalPainter.isFor(dataset, pixels);
    }

    private FrameRows open(Region part, int halvings) throws IOException {
        return FrameRows.open(frames, wanted.frameIndex(), wanted.codecs(), options, part, halvings);
    }

    /** Width and height of what is drawn, before it is turned. */
    private int[] size(int width, int height) {
        if (width == 0) {
            return new int[] {
                magnified(region.columns(), look.magnification()), magnified(region.rows(), look.magnification())
            };
        }
        double tall = region.rows() * look.aspect();
        double scale = Math.min(width / (double) region.columns(), height / tall);
        return new int[] {Math.min(width, magnified(region.columns(), scale)), Math.min(height, magnified(tall, scale))
        };
    }

    private static int magnified(double size, double by) {
        return (int) Math.max(1, Math.min(Math.round(size * by), 1 << 20));
    }

    private void paint(FrameRows rows, Painter painter, Canvas canvas) throws IOException {
        Scaling scaling = new Scaling(
                canvas,
                rows.column(region.column()),
                rows.column(region.column() + region.columns()),
                rows.layout().columns(),
                rows.row(region.row()),
                rows.row(region.row() + region.rows()),
                rows.layout().rows());
        List<OverlayMark> marks = marks();
        int from = scaling.firstColumn();
        int to = scaling.endColumn();
        int channels = painter.channels();
        int[] line = new int[(to - from) * channels];
        rows.bands(scaling.firstRow(), scaling.endRow(), 1, (firstRow, layout, cells) -> {
            painter.band(layout, cells);
            for (int row = Math.max(0, scaling.firstRow() - firstRow); row < layout.rows(); row++) {
                painter.row(row, from, to, line);
                for (Shutter shutter : look.shutters()) {
                    shutter.hide(rows, firstRow + row, from, to - from, line, channels);
                }
                for (OverlayMark mark : marks) {
                    mark.mark(rows, firstRow + row, from, to - from, line, channels);
                }
                scaling.row(firstRow + row, line);
            }
        });
    }

    private List<OverlayMark> marks() throws IOException {
        PresentationState state = look.state();
        if (state != null) {
            return state.marks(frames, wanted.hasOverlays(), options);
        }
        return wanted.hasOverlays() ? OverlayMark.of(dataset, frames, wanted.frameIndex(), options) : List.of();
    }

    private Painter painter(FrameRows rows) throws IOException {
        PixelDescription layout = rows.layout();
        PresentationState state = look.state();
        boolean wide = WideRgbPainter.isFor(layout);
        boolean coloured = wide || ColourConversion.isColour(layout);
        if (state != null && state.isForColours() != coloured) {
            throw new PixelException("the presentation state is for " + (state.isForColours() ? "colour" : "grey")
                    + " images, and this one is " + layout);
        }
        if (coloured) {
            if (!(wanted.voi() instanceof Voi.Default)) {
                throw new PixelException("windows are for grey images: this one has the colours of "
                        + layout.photometricInterpretation());
            }
            return wide ? new WideRgbPainter(layout) : new ColourPainter(layout, dataset);
        }
        if (layout.samplesPerPixel() != 1 || layout.photometricInterpretation().equals("PALETTE COLOR")) {
            throw new PixelException("there is no rule to draw " + layout);
        }
        Painter greys = new GreyPainter(layout, greys(rows));
        Dataset colours = look.colours();
        if (colours != null) {
            return new PseudoColourPainter(greys, colours);
        }
        return isSupplemented() ? new SupplementalPainter(greys, dataset) : greys;
    }

    private DoubleUnaryOperator greys(FrameRows rows) throws IOException {
        PixelDescription layout = rows.layout();
        Modality modality = Modality.of(look.modality(), layout);
        PixelPadding padding = PixelPadding.of(dataset, layout.sampleType());
        DoubleUnaryOperator voi = voi(rows, modality, padding);
        DoubleUnaryOperator greys = look.greys();
        return stored -> Double.isNaN(stored) || padding != null && padding.contains(stored)
                ? 0
                : greys.applyAsDouble(voi.applyAsDouble(modality.value(stored)));
    }

    private DoubleUnaryOperator voi(FrameRows rows, Modality modality, @Nullable PixelPadding padding)
            throws IOException {
        boolean signed = modality.least() < 0; // PS3.3 C.11.2.1.1: what comes out of the modality LUT
        boolean isFloat = pixels.sampleType().isFloat();
        Voi voi = wanted.voi();
        if (voi instanceof Voi.Given given) {
            return given.window()::part;
        }
        if (voi instanceof Voi.Stored stored) {
            return Voi.required(look.voi(), stored.index(), signed, isFloat);
        }
        if (voi instanceof Voi.Default) {
            DoubleUnaryOperator first = Voi.stored(look.voi(), 0, signed, isFloat);
            if (first != null) {
                return first;
            }
        }
        boolean shallow = look.state() != null || !isFloat && pixels.bitsStored() <= 8;
        boolean all = voi instanceof Voi.Full || voi instanceof Voi.Default && shallow;
        if (all && !isFloat) {
            return Window.between(modality.least(), modality.greatest())::part;
        }
        return automatic(rows, modality, padding, all)::part;
    }

    /** From the rows that are there already, if they are what it always looks at. */
    private Window automatic(FrameRows rows, Modality modality, @Nullable PixelPadding padding, boolean all)
            throws IOException {
        int halvings = isHalvable() ? AutoWindow.halvings(pixels.columns(), pixels.rows()) : 0;
        Region whole = new Region(0, 0, pixels.columns(), pixels.rows());
        boolean inParts = FrameRows.isInParts(frames.transferSyntax().uid());
        if (!inParts || region.equals(whole) && rows.reduction() == halvings) {
            return all ? AutoWindow.ofAll(rows, modality) : AutoWindow.of(rows, modality, padding);
        }
        try (FrameRows others = open(whole, halvings)) {
            return all ? AutoWindow.ofAll(others, modality) : AutoWindow.of(others, modality, padding);
        }
    }
}
