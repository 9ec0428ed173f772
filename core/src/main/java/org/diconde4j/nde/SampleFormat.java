package org.diconde4j.nde;

import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;

/** How the samples of a frame are stored (PS3.5 8.1, PS3.3 C.7.6.3, C.7.6.24, C.7.6.25). */
public enum SampleFormat {
    /** One bit for each pixel, the first in the lowest bit; frames follow one another without padding. */
    BIT(1, 1, Tag.PixelData, VR.OB),
    /** One byte of grey for each pixel. */
    GREY_8(1, 8, Tag.PixelData, VR.OB),
    /** Two bytes of grey for each pixel. */
    GREY_16(1, 16, Tag.PixelData, VR.OW),
    /** A byte of red, of green and of blue for each pixel in turn. */
    RGB_8(3, 8, Tag.PixelData, VR.OB),
    /** A 32-bit floating point number for each pixel (Float Pixel Data (7FE0,0008)). */
    FLOAT(1, 32, Tag.FloatPixelData, VR.OF),
    /** A 64-bit floating point number for each pixel (Double Float Pixel Data (7FE0,0009)). */
    DOUBLE(1, 64, Tag.DoubleFloatPixelData, VR.OD);

    final int samplesPerPixel;
    final int bits;
    final int tag;
    final VR vr;

    SampleFormat(int samplesPerPixel, int bits, int tag, VR vr) {
        this.samplesPerPixel = samplesPerPixel;
        this.bits = bits;
        this.tag = tag;
        this.vr = vr;
    }

    boolean isFloatingPoint() {
        return tag != Tag.PixelData;
    }
}
