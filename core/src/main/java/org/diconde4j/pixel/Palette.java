package org.diconde4j.pixel;

import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The palette colour lookup table of an image (PS3.3 C.7.6.3.1.5, C.7.6.3.1.6), or the supplemental one of a greyscale
 * image (C.7.6.19). Its data stays in the data set.
 *
 * @param entries number of entries, up to 65,536
 * @param firstMapped the pixel value that the first entry stands for
 * @param bits bits of an entry, 8 or 16
 * @param segmented whether the data is in segments (PS3.3 C.7.9.2)
 * @param alpha whether there is a fourth table for opacity
 * @param supplemental whether pixels are grey and only some values have colours: Photometric Interpretation is not
 *     {@code PALETTE COLOR}
 */
public record Palette(int entries, int firstMapped, int bits, boolean segmented, boolean alpha, boolean supplemental) {

    /**
     * Describes the palette of a data set by its red table; the others have the same form.
     *
     * @param dataset the data set
     * @return the palette, or null if there is none or its descriptor has not three values
     */
    public static @Nullable Palette of(Dataset dataset) {
        Element descriptor = dataset.get(Tag.RedPaletteColorLookupTableDescriptor);
        if (descriptor == null || descriptor.length() != 6) {
            return null;
        }
        long[] values = descriptor.longs();
        if (values.length != 3) {
            return null;
        }
        // the representation is US or SS by Pixel Representation, but only the second value is ever negative
        boolean signed = dataset.integer(Tag.PixelRepresentation, 0) == 1;
        int entries = (int) values[0] & 0xFFFF;
        return new Palette(
                entries == 0 ? 1 << 16 : entries, // PS3.3 C.7.6.3.1.5: 65,536 does not fit 16 bits
                signed ? (short) values[1] : (int) values[1] & 0xFFFF,
                (int) values[2] & 0xFFFF,
                dataset.contains(Tag.SegmentedRedPaletteColorLookupTableData),
                dataset.contains(Tag.AlphaPaletteColorLookupTableData)
                        || dataset.contains(Tag.SegmentedAlphaPaletteColorLookupTableData),
                !dataset.string(Tag.PhotometricInterpretation, "").equals("PALETTE COLOR"));
    }
}
