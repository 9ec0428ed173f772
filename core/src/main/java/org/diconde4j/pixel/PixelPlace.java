package org.diconde4j.pixel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.Deviation;
import org.diconde4j.io.TransferSyntax;
import org.jspecify.annotations.Nullable;

/**
 * An element that holds pixels: that of the image itself, of an icon or another item with a description of its own, or
 * calibration frames of a detector (0014,3050), (0014,3070), (0014,3080), which are laid out as the image is.
 *
 * @param path how one comes to it, such as {@code IconImageSequence[1].PixelData}; items are counted from 1
 * @param item the data set or item that it stands in
 * @param element the element
 * @param image the data set that describes the image around it
 */
public record PixelPlace(String path, Dataset item, Element element, Dataset image) {
    private static final int DEPTH = 16;

    /**
     * Lists the places of pixels, that of the image itself first.
     *
     * @param dataset the data set
     * @return the places; sequences are followed 16 deep
     */
    public static List<PixelPlace> all(Dataset dataset) {
        List<PixelPlace> places = new ArrayList<>();
        Element pixels = pixels(dataset);
        if (pixels != null) {
            places.add(new PixelPlace(Dictionary.standard().keyword(pixels.tag()), dataset, pixels, dataset));
        }
        inItems("", dataset, dataset, 0, places);
        return places;
    }

    private static void inItems(String path, Dataset within, Dataset image, int depth, List<PixelPlace> places) {
        for (Element sequence : within) {
            if (!sequence.isSequence() || depth == DEPTH) {
                continue;
            }
            String name = path + Dictionary.standard().keyword(sequence.tag());
            for (int i = 0; i < sequence.items().size(); i++) {
                Dataset item = sequence.items().get(i);
                String here = name + '[' + (i + 1) + "].";
                for (Element element : item) {
                    if (isPixels(element.tag()) || isCalibration(element.tag())) {
                        places.add(new PixelPlace(
                                here + Dictionary.standard().keyword(element.tag()), item, element, image));
                    }
                }
                inItems(here, item, image, depth + 1, places);
            }
        }
    }

    /** The element that holds the pixels of a data set, or null. */
    static @Nullable Element pixels(Dataset dataset) {
        Element element = dataset.get(Tag.PixelData);
        element = element == null ? dataset.get(Tag.FloatPixelData) : element;
        return element == null ? dataset.get(Tag.DoubleFloatPixelData) : element;
    }

    private static boolean isPixels(int tag) {
        return tag == Tag.PixelData || tag == Tag.FloatPixelData || tag == Tag.DoubleFloatPixelData;
    }

    private static boolean isCalibration(int tag) {
        return tag == Tag.DarkCurrentCounts || tag == Tag.AirCounts || tag == Tag.BadPixelImage;
    }

    /**
     * Finds the frames of this place.
     *
     * @param syntax the encoding of the data set
     * @param deviations is told of what is not as announced
     * @return the frames
     * @throws PixelException if they are not described, or there are none
     * @throws IOException if a table cannot be read
     */
    public Frames frames(TransferSyntax syntax, Consumer<Deviation> deviations) throws IOException {
        return isCalibration(element.tag())
                ? Frames.of(element, calibration(), syntax, deviations)
                : Frames.of(item, syntax, deviations);
    }

    /**
     * A calibration frame covers the detector as the image does. Nothing says how large its pixels are; as a rule they are
     * those of the image, but a map of bad pixels may do with fewer bits, so the length decides.
     */
    private PixelDescription calibration() {
        PixelDescription pixels = PixelDescription.of(image);
        PixelDescription one = new PixelDescription(
                item.integer(Tag.Rows, pixels.rows()),
                item.integer(Tag.Columns, pixels.columns()),
                1,
                1,
                "MONOCHROME2",
                false,
                pixels.bitsAllocated(),
                pixels.bitsStored(),
                pixels.highBit(),
                pixels.sampleType());
        long found = element.length();
        for (PixelDescription candidate : List.of(one, bits(one, 16), bits(one, 32), bits(one, 8), bits(one, 1))) {
            long length = candidate.frameLength();
            if (found == length + (length & 1)) {
                return candidate;
            }
        }
        long frames = found / one.frameLength();
        return one.withFrames((int) Math.max(1, Math.min(frames, Integer.MAX_VALUE)));
    }

    private static PixelDescription bits(PixelDescription one, int bits) {
        return new PixelDescription(
                one.rows(), one.columns(), 1, 1, "MONOCHROME2", false, bits, bits, bits - 1, SampleType.UNSIGNED);
    }
}
