package org.diconde4j.render;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.DecodeOptions.Region;
import org.diconde4j.pixel.Frames;
import org.diconde4j.pixel.Overlay;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;
import org.jspecify.annotations.Nullable;

/**
 * A softcopy presentation state as it holds for one frame: grayscale, colour or pseudo-colour (PS3.3 A.33). It stands for all
 * that the image says of its look; what it does not say is identity (PS3.4 N.2).
 */
final class PresentationState {
    private static final int GROUPS = 16;
    private static final int OVERLAYS = 0x60000000;
    private static final int ACTIVATION_LAYER = 0x1001;

    private final Dataset state;
    private final FrameAttributes frame;
    private final int frameNumber;
    private final String instance;
    private final Map<String, Dataset> layers = new HashMap<>();

    private PresentationState(Dataset state, FrameAttributes frame, int frameNumber) {
        this.state = state;
        this.frame = frame;
        this.frameNumber = frameNumber;
        this.instance = frame.dataset().string(Tag.SOPInstanceUID, "");
        for (Dataset layer : state.items(Tag.GraphicLayerSequence)) {
            layers.putIfAbsent(layer.string(Tag.GraphicLayer, ""), layer);
        }
    }

    /**
     * Takes a state for a frame.
     *
     * @param index 0 for the first
     * @throws PixelException if it is of another kind, or not for this image
     */
    static PresentationState of(Dataset state, FrameAttributes frame, int index) {
        String kind = state.string(Tag.SOPClassUID, "");
        switch (kind) {
            case UID.GrayscaleSoftcopyPresentationStateStorage,
                    UID.ColorSoftcopyPresentationStateStorage,
                    UID.PseudoColorSoftcopyPresentationStateStorage,
                    UID.XAXRFGrayscaleSoftcopyPresentationStateStorage -> {}
            default ->
                throw new PixelException(
                        "expected a grayscale, color or pseudo-color softcopy presentation state, found "
                                + (kind.isEmpty()
                                        ? "no SOP Class UID"
                                        : Dictionary.standard().nameOfUid(kind)));
        }
        PresentationState found = new PresentationState(state, frame, index + 1);
        List<Dataset> references = state.items(Tag.ReferencedSeriesSequence).stream()
                .flatMap(series -> series.items(Tag.ReferencedImageSequence).stream())
                .toList();
        if (references.isEmpty() || !found.isAmong(references)) {
            throw new PixelException("the presentation state is not for frame " + (index + 1) + " of image "
                    + found.instance + ": it refers to "
                    + (references.isEmpty()
                            ? "no image"
                            : references.stream()
                                    .limit(5)
                                    .map(item -> item.string(Tag.ReferencedSOPInstanceUID, "none"))
                                    .distinct()
                                    .collect(Collectors.joining(", "))));
        }
        return found;
    }

    /** Whether references name this frame; without any, all images of the state are meant. */
    private boolean isAmong(List<Dataset> references) {
        for (Dataset reference : references) {
            if (reference.string(Tag.ReferencedSOPInstanceUID, "").equals(instance)) {
                List<String> numbers = reference.strings(Tag.ReferencedFrameNumber);
                if (numbers.isEmpty() || numbers.contains(Integer.toString(frameNumber))) {
                    return true;
                }
            }
        }
        return references.isEmpty();
    }

    /** The first item that is for this frame. */
    private @Nullable Dataset item(int sequence) {
        for (Dataset item : state.items(sequence)) {
            if (isAmong(item.items(Tag.ReferencedImageSequence))) {
                return item;
            }
        }
        return null;
    }

    /** Whether it is for colour images. */
    boolean isForColours() {
        return state.string(Tag.SOPClassUID, "").equals(UID.ColorSoftcopyPresentationStateStorage);
    }

    Look look(PixelDescription pixels) {
        Dataset voi = item(Tag.SoftcopyVOILUTSequence);
        Shutter shutter = Shutter.of(state);
        Dataset area = item(Tag.DisplayedAreaSelectionSequence);
        boolean pseudo = state.string(Tag.SOPClassUID, "").equals(UID.PseudoColorSoftcopyPresentationStateStorage);
        return new Look(
                state,
                voi == null ? Dataset.empty() : voi,
                greys(),
                pseudo ? state : null,
                shutter == null ? List.of() : List.of(shutter),
                area == null ? null : area(area, pixels),
                area == null ? 1 : magnification(area),
                Math.floorMod(state.integer(Tag.ImageRotation, 0) / 90 * 90, 360),
                state.string(Tag.ImageHorizontalFlip, "N").equals("Y"),
                area == null ? Look.aspect(frame) : aspect(area),
                this);
    }

    private DoubleUnaryOperator greys() {
        List<Dataset> tables = state.items(Tag.PresentationLUTSequence);
        if (!tables.isEmpty()) {
            return Lut.of(tables.get(0), false)::partAt;
        }
        boolean inverse = state.string(Tag.PresentationLUTShape, "").equals("INVERSE");
        return inverse ? part -> 1 - part : part -> part;
    }

    /** Corners are pixels of the image before it is turned, 1 for the first; what lies outside of the image is left out. */
    private static @Nullable Region area(Dataset item, PixelDescription pixels) {
        double[] one = Numbers.of(item, Tag.DisplayedAreaTopLeftHandCorner);
        double[] other = Numbers.of(item, Tag.DisplayedAreaBottomRightHandCorner);
        if (one.length < 2 || other.length < 2) {
            return null;
        }
        int left = (int) Math.max(1, Math.min(one[0], other[0]));
        int top = (int) Math.max(1, Math.min(one[1], other[1]));
        int right = (int) Math.min(pixels.columns(), Math.max(one[0], other[0]));
        int bottom = (int) Math.min(pixels.rows(), Math.max(one[1], other[1]));
        if (left > right || top > bottom) {
            throw new PixelException(
                    "the displayed area of the presentation state has nothing of the image: it is from " + one[0] + ", "
                            + one[1] + " to " + other[0] + ", " + other[1]);
        }
        return new Region(left - 1, top - 1, right - left + 1, bottom - top + 1);
    }

    private static double magnification(Dataset area) {
        double ratio = area.number(Tag.PresentationPixelMagnificationRatio, 1);
        boolean magnify = area.string(Tag.PresentationSizeMode, "").equals("MAGNIFY");
        return magnify && ratio > 0 && ratio < 1e3 ? ratio : 1;
    }

    private double aspect(Dataset area) {
        double aspect = Numbers.ratio(area, Tag.PresentationPixelSpacing);
        aspect = aspect > 0 ? aspect : Numbers.ratio(area, Tag.PresentationPixelAspectRatio);
        return aspect > 0 ? aspect : Look.aspect(frame);
    }

    /** The overlays that a layer activates, of the state before those of the image, and the bitmap that is a shutter. */
    List<OverlayMark> marks(Frames frames, boolean overlays, DecodeOptions options) throws IOException {
        List<OverlayMark> marks = new ArrayList<>();
        List<String> shapes = state.strings(Tag.ShutterShape);
        int shutterGroup = shapes.contains("BITMAP") ? state.integer(Tag.ShutterOverlayGroup, 0) : 0;
        for (int i = 0; i < GROUPS; i++) {
            int base = OVERLAYS + 0x20000 * i;
            String layer = state.string(base | ACTIVATION_LAYER, "");
            boolean shuts = base >>> 16 == shutterGroup;
            if (!shuts && (!overlays || layer.isEmpty())) {
                continue;
            }
            int value = shuts ? Shutter.value(state) : grey(layer);
            Overlay own = only(Overlay.of(state), base >>> 16);
            if (own != null && own.data() != null) {
                marks.add(OverlayMark.ofData(own, 0, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, options, value));
            } else {
                marks.addAll(OverlayMark.of(frame.dataset(), frames, frameNumber - 1, base >>> 16, value, options));
            }
        }
        return marks;
    }

    private static @Nullable Overlay only(List<Overlay> overlays, int group) {
        return overlays.stream()
                .filter(overlay -> overlay.group() == group)
                .findFirst()
                .orElse(null);
    }

    /** Items of Graphic Annotation Sequence (0070,0001) for this frame, from the lowest layer to the highest. */
    List<Dataset> annotations() {
        List<Dataset> found = new ArrayList<>();
        for (Dataset item : state.items(Tag.GraphicAnnotationSequence)) {
            if (isAmong(item.items(Tag.ReferencedImageSequence))) {
                found.add(item);
            }
        }
        found.sort((a, b) -> Integer.compare(order(a), order(b)));
        return found;
    }

    private int order(Dataset annotation) {
        Dataset layer = layers.get(annotation.string(Tag.GraphicLayer, ""));
        return layer == null ? 0 : layer.integer(Tag.GraphicLayerOrder, 0);
    }

    /** The grey of a layer, white if it has none of its own. */
    int grey(String layer) {
        Dataset found = layers.get(layer);
        int value = found == null ? -1 : found.integer(Tag.GraphicLayerRecommendedDisplayGrayscaleValue, -1);
        return value < 0 || value > OverlayMark.WHITE ? OverlayMark.WHITE : value;
    }
}
