package org.diconde4j.pixel;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/** Attributes that follow the encoding of pixels. */
final class PixelAttributes {
    /** Characters that a text of VR ST holds. */
    private static final int MOST_OF_ST = 1024;

    private PixelAttributes() {}

    /** Says what pixels look like where that has changed; what the data set leaves out stays out. */
    static void describe(Dataset.Builder target, PixelDescription before, PixelDescription after) {
        set(target, Tag.Rows, before.rows(), after.rows());
        set(target, Tag.Columns, before.columns(), after.columns());
        set(target, Tag.SamplesPerPixel, before.samplesPerPixel(), after.samplesPerPixel());
        set(target, Tag.BitsAllocated, before.bitsAllocated(), after.bitsAllocated());
        set(target, Tag.BitsStored, before.bitsStored(), after.bitsStored());
        set(target, Tag.HighBit, before.highBit(), after.highBit());
        set(target, Tag.PixelRepresentation, signed(before), signed(after));
        if (!before.photometricInterpretation().equals(after.photometricInterpretation())) {
            target.set(Tag.PhotometricInterpretation, after.photometricInterpretation());
        }
        if (after.samplesPerPixel() > 1) {
            target.set(Tag.PlanarConfiguration, after.planar() ? 1 : 0);
        }
    }

    private static int signed(PixelDescription description) {
        return description.sampleType() == SampleType.SIGNED ? 1 : 0;
    }

    private static void set(Dataset.Builder target, int tag, int before, int after) {
        if (before != after) {
            target.set(tag, after);
        }
    }

    /** Says how many frames there are where the data set is wrong. */
    static void count(Dataset.Builder target, Dataset before, int frames) {
        if (before.integer(Tag.NumberOfFrames, 1) != frames) {
            target.set(Tag.NumberOfFrames, frames);
        }
    }

    /**
     * Tells that information was lost in an earlier encoding, where the data set does not say so: once lost it stays lost, and the
     * ratios go with the methods (PS3.3 C.7.6.1.1.5).
     *
     * @param ratio native over encoded length
     */
    static void wasLossy(Dataset.Builder target, Dataset before, @Nullable String method, double ratio) {
        if (method == null || before.string(Tag.LossyImageCompression, "").equals("01")) {
            return;
        }
        target.set(Tag.LossyImageCompression, "01")
                .set(Tag.LossyImageCompressionRatio, decimal(ratio))
                .set(Tag.LossyImageCompressionMethod, method);
    }

    /**
     * Tells that information is lost now: flag, ratio and method after those of earlier losses (PS3.3 C.7.6.1.1.5), how the image
     * was derived and from which, and another identity (C.7.6.1.1.2, C.12.4).
     *
     * @param ratio native over encoded length
     */
    static void becomesLossy(Dataset.Builder target, Dataset before, String method, double ratio) {
        target.set(Tag.LossyImageCompression, "01");
        target.set(
                Tag.LossyImageCompressionRatio, with(before.strings(Tag.LossyImageCompressionRatio), decimal(ratio)));
        target.set(Tag.LossyImageCompressionMethod, with(before.strings(Tag.LossyImageCompressionMethod), method));
        List<String> type = new ArrayList<>(before.strings(Tag.ImageType));
        if (!type.isEmpty()) {
            type.set(0, "DERIVED");
            target.set(Tag.ImageType, type.toArray(String[]::new));
        }
        String earlier = before.string(Tag.DerivationDescription, "");
        String now = "Lossy compression, " + method + ", ratio " + decimal(ratio);
        String both = earlier + "; " + now;
        target.set(Tag.DerivationDescription, earlier.isBlank() || both.length() > MOST_OF_ST ? now : both);
        List<Dataset> codes = new ArrayList<>(before.items(Tag.DerivationCodeSequence));
        codes.add(code("113040", "Lossy Compression")); // PS3.16 CID 7203
        target.setItems(Tag.DerivationCodeSequence, codes);
        String uid = before.string(Tag.SOPInstanceUID);
        String sopClass = before.string(Tag.SOPClassUID);
        if (uid != null && sopClass != null) {
            target.setItems(Tag.SourceImageSequence, source(sopClass, uid));
        }
        target.set(Tag.SOPInstanceUID, newUid());
    }

    private static String decimal(double ratio) {
        return String.format(Locale.ROOT, "%.3f", ratio);
    }

    private static String[] with(List<String> earlier, String last) {
        List<String> all = new ArrayList<>(earlier);
        all.add(last);
        return all.toArray(String[]::new);
    }

    private static Dataset source(String sopClass, String uid) {
        return Dataset.builder()
                .set(Tag.ReferencedSOPClassUID, sopClass)
                .set(Tag.ReferencedSOPInstanceUID, uid)
                .setItems(
                        Tag.PurposeOfReferenceCodeSequence,
                        code("121320", "Uncompressed predecessor")) // PS3.16 CID 7202
                .build();
    }

    /** A code of PS3.16 D. */
    static Dataset code(String value, String meaning) {
        return Dataset.builder()
                .set(Tag.CodeValue, value)
                .set(Tag.CodingSchemeDesignator, "DCM")
                .set(Tag.CodeMeaning, meaning)
                .build();
    }

    /** An identity made of a UUID (PS3.5 B.2). */
    private static String newUid() {
        UUID uuid = UUID.randomUUID();
        return "2.25."
                + new BigInteger(
                        Long.toHexString(uuid.getMostSignificantBits())
                                + String.format(Locale.ROOT, "%016x", uuid.getLeastSignificantBits()),
                        16);
    }

    /** Pixel Data of more than 8 bits is OW where it is not encapsulated (PS3.5 A.2). */
    static VR nativeRepresentation(PixelDescription pixels) {
        return pixels.bitsAllocated() > 8 ? VR.OW : VR.OB;
    }
}
