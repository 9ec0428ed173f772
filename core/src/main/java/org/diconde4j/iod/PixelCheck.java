package org.diconde4j.iod;

import java.util.Set;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.data.Fragments;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/** Whether pixel data is as long and as encoded as its description says (PS3.3 C.7.6.3, PS3.5 8). */
final class PixelCheck {
    private static final String MODULE = "Image Pixel";
    private static final String PARAGRAPH = "PS3.3 C.7.6.3";
    private static final Set<String> ONE_SAMPLE = Set.of("MONOCHROME1", "MONOCHROME2", "PALETTE COLOR");
    private static final Set<String> THREE_SAMPLES = Set.of(
            "RGB",
            "YBR_FULL",
            "YBR_FULL_422",
            "YBR_PARTIAL_422",
            "YBR_PARTIAL_420",
            "YBR_ICT",
            "YBR_RCT",
            "XYB",
            "HSV");

    private final Findings findings;

    PixelCheck(Findings findings) {
        this.findings = findings;
    }

    /**
     * Checks the pixels of an object.
     *
     * @param dataset the object
     * @param encapsulated whether its transfer syntax has fragments, null if that is not known
     */
    void check(Dataset dataset, @Nullable Boolean encapsulated) {
        int kinds = 0;
        for (int tag : new int[] {Tag.PixelData, Tag.FloatPixelData, Tag.DoubleFloatPixelData}) {
            kinds += dataset.contains(tag) ? 1 : 0;
        }
        if (kinds > 1) {
            error(Tag.PixelData, "expected one kind of pixel data, found " + kinds + " of integer, float and double");
        }
        if (dataset.contains(Tag.BitsAllocated) && dataset.contains(Tag.SamplesPerPixel)) {
            bits(dataset);
            samples(dataset);
        }
        Element pixels = dataset.get(Tag.PixelData);
        if (pixels != null && encapsulated != null && encapsulated != (pixels.fragments() != null)) {
            error(
                    Tag.PixelData,
                    encapsulated
                            ? "expected fragments, which the transfer syntax asks for, found native pixel data"
                            : "expected native pixel data, which the transfer syntax asks for, found fragments");
        } else if (pixels != null && pixels.fragments() != null) {
            fragments(dataset, pixels, pixels.fragments());
        } else if (pixels != null) {
            representation(dataset, pixels);
            nativeLength(dataset, pixels, Scope.integer(dataset, Tag.BitsAllocated, 0));
        }
        nativeLength(dataset, dataset.get(Tag.FloatPixelData), 32);
        nativeLength(dataset, dataset.get(Tag.DoubleFloatPixelData), 64);
    }

    private void bits(Dataset dataset) {
        int allocated = Scope.integer(dataset, Tag.BitsAllocated, 0);
        if (allocated < 0 || allocated > 1 && allocated % 8 != 0) {
            error(Tag.BitsAllocated, "expected 1 or a multiple of 8, found " + allocated);
        }
        int stored = Scope.integer(dataset, Tag.BitsStored, 0);
        if (allocated > 0 && dataset.contains(Tag.BitsStored) && (stored < 1 || stored > allocated)) {
            error(Tag.BitsStored, "expected 1 to the " + allocated + " allocated bits, found " + stored);
        }
        int high = Scope.integer(dataset, Tag.HighBit, -1);
        if (dataset.contains(Tag.HighBit) && stored > 0 && high != stored - 1) {
            error(Tag.HighBit, "expected one less than Bits Stored (" + stored + "), found " + high);
        }
    }

    private void samples(Dataset dataset) {
        int samples = Scope.integer(dataset, Tag.SamplesPerPixel, 0);
        String photometric = Scope.string(dataset, Tag.PhotometricInterpretation);
        int expected = ONE_SAMPLE.contains(photometric) ? 1 : THREE_SAMPLES.contains(photometric) ? 3 : 0;
        if (expected > 0 && samples != expected) {
            error(Tag.SamplesPerPixel, "expected " + expected + " for " + photometric + ", found " + samples);
        } else if (expected == 0 && !photometric.isEmpty()) {
            findings.add(
                    Severity.INFO,
                    Rule.DEFINED_TERM,
                    MODULE,
                    Tag.PhotometricInterpretation,
                    "1",
                    "expected one of the Defined Terms, found " + Text.quote(photometric),
                    "PS3.3 C.7.6.3.1.2");
        }
    }

    private void representation(Dataset dataset, Element pixels) {
        int allocated = Scope.integer(dataset, Tag.BitsAllocated, 0);
        if (allocated > 8 && pixels.vr() == VR.OB) {
            findings.add(
                    Severity.ERROR,
                    Rule.REPRESENTATION,
                    MODULE,
                    Tag.PixelData,
                    "1C",
                    "expected OW for " + allocated + " allocated bits, found OB",
                    "PS3.5 A.2");
        }
    }

    private void fragments(Dataset dataset, Element pixels, Fragments fragments) {
        if (pixels.vr() != VR.OB) {
            findings.add(
                    Severity.ERROR,
                    Rule.REPRESENTATION,
                    MODULE,
                    Tag.PixelData,
                    "1C",
                    "expected OB for encapsulated pixel data, found " + pixels.vr(),
                    "PS3.5 A.4");
        }
        int frames = Math.max(1, Scope.integer(dataset, Tag.NumberOfFrames, 1));
        int found = fragments.count() - 1;
        long table = fragments.count() > 0 ? fragments.length(0) : 0;
        if (found < 1) {
            error(Tag.PixelData, "expected at least one fragment after the offset table, found none");
        } else if (table > 0 && table != 4L * frames) {
            error(
                    Tag.PixelData,
                    "expected an offset table of " + 4L * frames + " bytes for " + Text.count(frames, "frame", "frames")
                            + ", found " + table);
        }
        Element extended = dataset.get(Tag.ExtendedOffsetTable);
        if (extended != null && extended.length() != 8L * frames) {
            error(
                    Tag.ExtendedOffsetTable,
                    "expected " + 8L * frames + " bytes for " + Text.count(frames, "frame", "frames") + ", found "
                            + extended.length());
        }
    }

    private void nativeLength(Dataset dataset, @Nullable Element pixels, int bits) {
        if (pixels == null || bits <= 0 || pixels.length() < 0) {
            return;
        }
        long rows = Scope.integer(dataset, Tag.Rows, 0);
        long columns = Scope.integer(dataset, Tag.Columns, 0);
        long samples = Scope.integer(dataset, Tag.SamplesPerPixel, 0);
        long frames = Scope.integer(dataset, Tag.NumberOfFrames, 1);
        if (rows <= 0 || columns <= 0 || samples <= 0 || samples > 16 || frames <= 0 || bits > 64) {
            return; // what is wrong there has been said
        }
        boolean halved = Scope.string(dataset, Tag.PhotometricInterpretation).equals("YBR_FULL_422") && samples == 3;
        long perPixel = halved ? 2L * bits : samples * bits;
        long frame = rows * columns * perPixel; // at most 2^31 · 2^31, times 2^10
        if (frame / perPixel != rows * columns || frames > (Long.MAX_VALUE - 15) / frame) {
            error(pixels.tag(), "expected rows, columns and frames of pixel data that fits a file, found far more");
            return;
        }
        long whole = (frame * frames + 7) / 8;
        long expected = whole + (whole & 1);
        if (pixels.length() != expected && pixels.length() != whole) {
            String text = "expected " + expected + " bytes for " + rows + " rows × " + columns + " columns × " + samples
                    + (samples == 1 ? " sample × " : " samples × ") + bits + " bits × "
                    + Text.count(frames, "frame", "frames") + ", found " + pixels.length();
            Severity severity = pixels.length() < expected ? Severity.ERROR : Severity.WARNING;
            findings.add(severity, Rule.PIXELS, MODULE, pixels.tag(), "1C", text, "PS3.5 8.1.1");
        }
    }

    private void error(int tag, String text) {
        findings.add(Severity.ERROR, Rule.PIXELS, MODULE, tag, "", text, PARAGRAPH);
    }
}
