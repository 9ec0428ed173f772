package org.diconde4j.pixel;

import java.util.function.Consumer;
import org.diconde4j.data.Element;
import org.diconde4j.io.Deviation;
import org.diconde4j.io.TransferSyntax;

/** Holds what is announced of native pixel data against the bytes that there are. */
final class NativeLayout {
    private final Element element;
    private final PixelDescription announced;
    private final Consumer<Deviation> deviations;

    NativeLayout(Element element, PixelDescription announced, Consumer<Deviation> deviations) {
        this.element = element;
        this.announced = announced;
        this.deviations = deviations;
    }

    /** The frames, at most those announced; 0 for a number that has to be told from the length. */
    Frames frames(TransferSyntax syntax, int count) {
        long found = element.length();
        if (found < 0) {
            throw new PixelException("the value of " + element + " has no length: expected native pixel data");
        }
        if (found == 0) {
            throw new PixelException("there are no pixels: " + element + " is empty");
        }
        PixelDescription description = described(found, Math.max(1, count));
        long bits = found * 8;
        long whole = bits / description.frameBits();
        int frames = count;
        if (count == 0) {
            frames = (int) Math.min(Math.max(1, whole), Integer.MAX_VALUE);
        } else if (whole < count) {
            frames = (int) (bits % description.frameBits() == 0 ? whole : whole + 1);
            deviate("expected " + count + (count == 1 ? " frame" : " frames") + " of " + description.frameLength()
                    + " bytes, found " + found + " bytes");
        } else if (found - description.withFrames(count).nativeLength() > 1) {
            deviate("expected " + description.withFrames(count).nativeLength() + " bytes for " + count
                    + (count == 1 ? " frame" : " frames") + ", found " + found);
        }
        return Frames.ofNative(syntax, description, element, frames);
    }

    /** Some writers say YBR_FULL_422 and give all samples; the length tells. */
    private PixelDescription described(long found, int count) {
        if (!announced.isSubsampled()) {
            return announced;
        }
        PixelDescription full = announced.withColour(3, "YBR_FULL", announced.planar());
        long length = full.frameLength();
        if (count > found / length || found - count * length > 1) {
            return announced;
        }
        deviate("expected subsampled " + announced.photometricInterpretation() + ", found all samples: taken for "
                + full.photometricInterpretation());
        return full;
    }

    private void deviate(String problem) {
        long offset = element.bulkData() == null ? -1 : element.bulkData().offset();
        deviations.accept(new Deviation(problem, element.tag(), offset));
    }
}
