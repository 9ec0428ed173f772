package org.diconde4j.pixel;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.Implementation;
import org.diconde4j.pixel.FrameExtractionException.Reason;

/**
 * Makes an instance of its own of some frames of an image (PS3.4 Y.3.3). It has the class, series and encoding of its source; compressed
 * frames stay as they are, and no pixels are read before the instance is written. What is said of each frame is said of those
 * that are left: functional groups, vectors, times. What points to frames by number, and signatures, are gone, as are private
 * attributes that are not those of DICONDE.
 */
public final class FrameExtractor {
    /** Values for each frame (PS3.3 C.7.6.6, C.8.4.8, C.8.7, C.8.8.3). Times have a class of their own. */
    private static final int[] VECTORS = {
        Tag.PageNumberVector,
        Tag.FrameLabelVector,
        Tag.FramePrimaryAngleVector,
        Tag.FrameSecondaryAngleVector,
        Tag.SliceLocationVector,
        Tag.DisplayWindowLabelVector,
        Tag.GridFrameOffsetVector,
        Tag.EnergyWindowVector,
        Tag.DetectorVector,
        Tag.PhaseVector,
        Tag.RotationVector,
        Tag.RRIntervalVector,
        Tag.TimeSlotVector,
        Tag.SliceVector,
        Tag.AngularViewVector,
        Tag.TimeSliceVector,
        Tag.PositionerPrimaryAngleIncrement,
        Tag.PositionerSecondaryAngleIncrement,
        Tag.TableVerticalIncrement,
        Tag.TableLateralIncrement,
        Tag.TableLongitudinalIncrement,
    };

    /** What would point to other frames than it did, or sign what has changed. */
    private static final int[] GONE = {
        Tag.StartTrim,
        Tag.StopTrim,
        Tag.RepresentativeFrameNumber,
        Tag.FrameNumbersOfInterest,
        Tag.FrameOfInterestDescription,
        Tag.FrameOfInterestType,
        Tag.MaskPointers,
        Tag.MaskSubtractionSequence,
        Tag.RWavePointer,
        Tag.ConcatenationUID,
        Tag.SOPInstanceUIDOfConcatenationSource,
        Tag.InConcatenationNumber,
        Tag.InConcatenationTotalNumber,
        Tag.ConcatenationFrameOffsetNumber,
        Tag.MACParametersSequence,
        Tag.DigitalSignaturesSequence
    };

    private static final String DICONDE = "astm.org/diconde";

    private FrameExtractor() {}

    /**
     * Makes an instance of some frames.
     *
     * @param source an image of several frames; its pixels are read when the instance is written, not before
     * @param list which frames
     * @return the new instance. Its SOP Instance UID depends on the source and the list alone
     * @throws FrameExtractionException if there are no such frames, or none at all
     * @throws IOException if a table or the beginnings of frames cannot be read
     */
    public static DicomObject extract(DicomObject source, FrameList list) throws IOException {
        Dataset image = source.dataset();
        Element pixels = PixelPlace.pixels(image);
        if (pixels == null || !image.contains(Tag.NumberOfFrames)) {
            throw new FrameExtractionException(
                    Reason.NO_FRAMES,
                    "the instance is no image of several frames: it has no "
                            + (pixels == null ? "pixels" : "Number of Frames (0028,0008)"));
        }
        Frames frames = frames(source);
        FrameTimes times = FrameTimes.of(image, frames.count());
        int[] chosen = list.in(frames.count(), times == null ? null : times.seconds());
        Dataset.Builder result = image.toBuilder();
        for (int tag : GONE) {
            result.remove(tag);
        }
        dropForeign(image, result);
        for (int tag : VECTORS) {
            keepValues(image, tag, chosen, frames.count(), result);
        }
        List<Dataset> groups = image.items(Tag.PerFrameFunctionalGroupsSequence);
        if (groups.size() == frames.count()) {
            result.setItems(
                    Tag.PerFrameFunctionalGroupsSequence,
                    Arrays.stream(chosen).mapToObj(groups::get).toList());
        }
        if (times != null) {
            times.keep(chosen, result);
        }
        pixels(frames, pixels, chosen, result);
        String uid = uid(image.string(Tag.SOPInstanceUID, ""), list);
        result.set(Tag.SOPInstanceUID, uid).set(Tag.NumberOfFrames, Integer.toString(chosen.length));
        add(image, Tag.FrameExtractionSequence, extraction(image, list), result);
        add(image, Tag.ContributingEquipmentSequence, equipment(), result);
        Dataset meta = FileMeta.of(
                image.string(Tag.SOPClassUID, ""), uid, source.transferSyntax().uid());
        return new DicomObject(meta, source.transferSyntax(), 0, result.build());
    }

    private static Frames frames(DicomObject source) throws IOException {
        Frames frames;
        try {
            frames = Frames.of(source);
        } catch (PixelException e) {
            throw new FrameExtractionException(Reason.UNABLE, String.valueOf(e.getMessage()), e);
        }
        if (frames.location() == FrameLocation.STREAM) {
            throw new FrameExtractionException(
                    Reason.UNABLE, "the pixels are a video stream, which is not divided into frames");
        }
        boolean bits = frames.location() == FrameLocation.NATIVE
                && frames.description().withFrames(1).frameBits() % 8 != 0;
        if (bits) {
            throw new FrameExtractionException(Reason.UNABLE, "the frames do not end at whole bytes");
        }
        return frames;
    }

    private static void pixels(Frames frames, Element pixels, int[] chosen, Dataset.Builder result) {
        boolean encapsulated = pixels.fragments() != null;
        SelectedFrames selected = new SelectedFrames(frames, chosen, encapsulated);
        if (encapsulated) {
            new EncapsulatedPixels(selected, selected.places(), selected.lengths()).into(result);
        } else {
            BulkData bulk = new BulkData(selected, 0, selected.length(), false);
            result.set(Element.of(pixels.tag(), pixels.vr(), bulk));
        }
    }

    private static void keepValues(Dataset image, int tag, int[] chosen, int count, Dataset.Builder result) {
        Element vector = image.get(tag);
        if (vector == null) {
            return;
        }
        if (vector.vr().isString() && vector.strings().size() == count) {
            List<String> values = vector.strings();
            result.set(
                    tag,
                    vector.vr(),
                    Arrays.stream(chosen).mapToObj(values::get).toArray(String[]::new));
        } else if (vector.vr() == VR.US && vector.longs().length == count) {
            long[] values = vector.longs();
            result.setLongs(
                    tag, VR.US, Arrays.stream(chosen).mapToLong(i -> values[i]).toArray());
        }
    }

    /** Private attributes, whose sense nobody here knows, and overlays that are about single frames. */
    private static void dropForeign(Dataset image, Dataset.Builder result) {
        for (Element e : image) {
            int group = e.tag() >>> 16;
            int element = e.tag() & 0xFFFF;
            if ((group & 1) != 0) {
                String creator =
                        element <= 0xFF ? e.strings().stream().findFirst().orElse("") : image.privateCreator(e.tag());
                if (creator == null || !creator.startsWith(DICONDE)) {
                    result.remove(e.tag());
                }
            } else if ((group & 0xFFE1) == 0x6000) {
                int overlay = group << 16;
                if (image.integer(overlay | 0x0015, 1) > 1 || image.contains(overlay | 0x0051)) {
                    result.remove(e.tag());
                }
            }
        }
    }

    private static void add(Dataset image, int tag, Dataset item, Dataset.Builder result) {
        List<Dataset> items = new ArrayList<>(image.items(tag));
        items.add(item);
        result.setItems(tag, items);
    }

    /** PS3.3 C.12.3. */
    private static Dataset extraction(Dataset image, FrameList list) {
        return list.into(
                        Dataset.builder().set(Tag.MultiFrameSourceSOPInstanceUID, image.string(Tag.SOPInstanceUID, "")))
                .build();
    }

    /** PS3.3 C.12.1, with the purpose of CID 7005. */
    private static Dataset equipment() {
        return Dataset.builder()
                .setItems(
                        Tag.PurposeOfReferenceCodeSequence,
                        PixelAttributes.code("109105", "Frame Extracting Equipment"))
                .set(Tag.Manufacturer, "diconde4j")
                .set(Tag.SoftwareVersions, Implementation.VERSION_NAME)
                .build();
    }

    /** The same frames are the same instance, so that a receiver who gets them twice has them once. */
    private static String uid(String source, FrameList list) {
        try {
            String seed = "diconde4j frames of " + source + " by " + list;
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(seed.getBytes(StandardCharsets.UTF_8));
            byte[] uuid = Arrays.copyOf(hash, 16);
            uuid[6] = (byte) ((uuid[6] & 0x0F) | 0x80); // version 8 and variant of RFC 9562 (PS3.5 B.2)
            uuid[8] = (byte) ((uuid[8] & 0x3F) | 0x80);
            return "2.25." + new BigInteger(1, uuid);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing in this Java runtime", e);
        }
    }
}
