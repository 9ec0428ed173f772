package org.diconde4j.pixel;

import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.data.ValueException;
import org.diconde4j.dict.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Pixel values that are no measurement but fill the image up (PS3.3 C.7.5.1.1.2), integers and floating point numbers
 * alike; all are exact as a {@code double}.
 *
 * @param from the least such value, may be NaN
 * @param to the greatest such value; the same as the least if there is no range
 */
public record PixelPadding(double from, double to) {
    /**
     * Reads Pixel Padding Value and Pixel Padding Range Limit, of the kind that fits the samples.
     *
     * @param dataset the data set
     * @param type what its samples are
     * @return the padding, or null if there is none
     */
    public static @Nullable PixelPadding of(Dataset dataset, SampleType type) {
        Double value = number(dataset, tag(type, 0), type);
        if (value == null) {
            return null;
        }
        Double limit = number(dataset, tag(type, 1), type);
        return limit == null || Double.isNaN(limit)
                ? new PixelPadding(value, value)
                : new PixelPadding(Math.min(value, limit), Math.max(value, limit));
    }

    private static int tag(SampleType type, int which) {
        return switch (type) {
            case FLOAT -> which == 0 ? Tag.FloatPixelPaddingValue : Tag.FloatPixelPaddingRangeLimit;
            case DOUBLE -> which == 0 ? Tag.DoubleFloatPixelPaddingValue : Tag.DoubleFloatPixelPaddingRangeLimit;
            default -> which == 0 ? Tag.PixelPaddingValue : Tag.PixelPaddingRangeLimit;
        };
    }

    private static @Nullable Double number(Dataset dataset, int tag, SampleType type) {
        Element element = dataset.get(tag);
        if (element == null || element.length() < 2) {
            return null;
        }
        try {
            double value = element.doubles()[0];
            // the representation US or SS follows Pixel Representation, which an implicit encoding may not have told
            return switch (type) {
                case SIGNED -> (double) (short) value;
                case UNSIGNED -> (double) ((int) value & 0xFFFF);
                default -> value;
            };
        } catch (ValueException e) {
            return null;
        }
    }

    /**
     * Whether a pixel is padding.
     *
     * @param value a stored value
     * @return true if it lies in the range; NaN is padding where the padding is NaN
     */
    public boolean contains(double value) {
        return value >= from && value <= to || Double.isNaN(value) && Double.isNaN(from);
    }
}
