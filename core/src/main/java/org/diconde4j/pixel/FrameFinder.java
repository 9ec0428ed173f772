package org.diconde4j.pixel;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Consumer;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.data.Fragments;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.Deviation;
import org.diconde4j.io.TransferSyntax;
import org.jspecify.annotations.Nullable;

/**
 * Finds the frames of encapsulated pixel data: by a table that is right, by counting fragments, or by looking for the
 * beginnings of compressed frames.
 */
final class FrameFinder {
    private final Dataset dataset;
    private final Fragments fragments;
    private final TransferSyntax syntax;
    private final Consumer<Deviation> deviations;
    private final long[] payload;

    /** A table that is right in itself but has another number of frames than was announced. */
    private long @Nullable [] other;

    FrameFinder(Dataset dataset, Fragments fragments, TransferSyntax syntax, Consumer<Deviation> deviations) {
        this.dataset = dataset;
        this.fragments = fragments;
        this.syntax = syntax;
        this.deviations = deviations;
        this.payload = EncapsulatedFrames.payload(fragments);
    }

    record Found(EncapsulatedFrames frames, FrameLocation location) {}

    Found find() throws IOException {
        if (payload.length == 1) {
            deviate("expected fragments, found none");
            return new Found(EncapsulatedFrames.ofFragments(fragments), FrameLocation.FRAGMENT_PER_FRAME);
        }
        if (Codestream.isVideo(syntax.uid())) {
            return new Found(EncapsulatedFrames.whole(fragments), FrameLocation.STREAM);
        }
        int announced = DescriptionReader.frames(dataset, deviations);
        Found byTable = byTable(announced);
        if (byTable != null) {
            return byTable;
        }
        int count = payload.length - 1;
        if (announced == count) {
            return new Found(EncapsulatedFrames.ofFragments(fragments), FrameLocation.FRAGMENT_PER_FRAME);
        }
        if (announced == 1) {
            return new Found(EncapsulatedFrames.whole(fragments), FrameLocation.SINGLE_FRAME);
        }
        return byScan(announced);
    }

    private @Nullable Found byTable(int announced) throws IOException {
        Element extended = dataset.get(Tag.ExtendedOffsetTable);
        if (extended != null && extended.length() > 0) {
            long[] starts = accept(OffsetTable.extended(extended, payload), announced, "Extended Offset Table");
            if (starts != null) {
                return new Found(
                        EncapsulatedFrames.of(fragments, starts, lengths(starts)), FrameLocation.EXTENDED_OFFSET_TABLE);
            }
        }
        if (fragments.length(0) > 0) {
            long[] starts = accept(OffsetTable.basic(fragments, payload), announced, "Basic Offset Table");
            if (starts != null) {
                return new Found(EncapsulatedFrames.of(fragments, starts, null), FrameLocation.BASIC_OFFSET_TABLE);
            }
        }
        return null;
    }

    private long @Nullable [] accept(OffsetTable table, int announced, String name) {
        long[] starts = table.starts();
        if (starts == null) {
            deviate("the " + name + " is wrong and not used: " + table.problem());
            return null;
        }
        if (table.repaired()) {
            deviate("the " + name + " has offsets over 4 GiB cut to 32 bits");
        }
        if (announced == 0 || starts.length - 1 == announced) {
            return starts;
        }
        deviate("the " + name + " has " + (starts.length - 1) + " entries for " + announced
                + (announced == 1 ? " frame" : " frames"));
        if (dataset.string(Tag.NumberOfFrames) == null) {
            return starts; // a multi-frame object that forgot to say so
        }
        other = starts;
        return null;
    }

    /** Extended Offset Table Lengths, which leave the padding out; null if they are not there, not right or not needed. */
    private long @Nullable [] lengths(long[] starts) throws IOException {
        Element element = dataset.get(Tag.ExtendedOffsetTableLengths);
        int count = starts.length - 1;
        if (element == null || element.length() != 8L * count) {
            deviate("expected " + count + " Extended Offset Table Lengths, found "
                    + (element == null ? 0 : element.length() / 8));
            return null;
        }
        long[] lengths = OffsetTable.longs(element);
        boolean shorter = false;
        for (int i = 0; i < count; i++) {
            long most = starts[i + 1] - starts[i];
            if (lengths[i] <= 0 || lengths[i] > most) {
                deviate("Extended Offset Table Lengths are wrong and not used: frame " + (i + 1) + " has "
                        + Long.toUnsignedString(lengths[i]) + " of " + most + " bytes");
                return null;
            }
            shorter |= lengths[i] < most;
        }
        return shorter ? lengths : null;
    }

    private Found byScan(int announced) throws IOException {
        Codestream form = Codestream.of(syntax.uid());
        long[] starts = form == Codestream.OTHER ? null : byFragments(form, announced);
        if (starts == null && announced > 0) {
            starts = byWalk(form, announced);
        }
        if (starts != null) {
            deviate("found " + (starts.length - 1) + " frames in " + (payload.length - 1)
                    + " fragments by their beginnings, as no offset table says where they are");
            return new Found(EncapsulatedFrames.of(fragments, starts, null), FrameLocation.SCANNED);
        }
        if (other != null) {
            return new Found(EncapsulatedFrames.of(fragments, other, null), FrameLocation.BASIC_OFFSET_TABLE);
        }
        if (announced == 0) {
            return new Found(EncapsulatedFrames.whole(fragments), FrameLocation.SINGLE_FRAME);
        }
        throw new PixelException("cannot tell the " + announced + " frames of " + syntax.name() + " apart: there are "
                + (payload.length - 1) + " fragments, no offset table that is right, and "
                + (form == Codestream.OTHER ? "nothing to look for in this syntax" : "not as many beginnings of frames")
                + "; expected a fragment for each frame, or a Basic or Extended Offset Table");
    }

    /** Frames that begin with a fragment, told by the first and last bytes of fragments. */
    private long @Nullable [] byFragments(Codestream form, int announced) throws IOException {
        int count = payload.length - 1;
        boolean[] begins = new boolean[count];
        boolean[] follows = new boolean[count];
        follows[0] = true;
        for (int i = 0; i < count; i++) {
            try (InputStream in = fragments.open(i + 1)) {
                byte[] head = in.readNBytes(Codestream.LOOK);
                begins[i] = form.isStart(head, head.length);
                if (i + 1 < count) {
                    byte[] tail = tail(in, head, fragments.length(i + 1) - head.length);
                    follows[i + 1] = form.isEnd(tail, tail.length);
                }
            }
        }
        boolean[] both = new boolean[count];
        for (int i = 0; i < count; i++) {
            both[i] = begins[i] && follows[i];
        }
        for (boolean[] candidate : new boolean[][] {both, begins, follows}) {
            long[] starts = startsAt(candidate);
            if (candidate[0] && (starts.length - 1 == announced || announced == 0)) {
                return starts;
            }
        }
        return null;
    }

    /** The last bytes of a fragment of which the first ones are read. */
    private static byte[] tail(InputStream in, byte[] head, long left) throws IOException {
        in.skipNBytes(Math.max(0, left - Codestream.LOOK));
        byte[] last = in.readNBytes(Codestream.LOOK);
        int kept = Math.min(head.length, Codestream.LOOK - last.length);
        byte[] tail = Arrays.copyOfRange(head, head.length - kept, head.length + last.length);
        System.arraycopy(last, 0, tail, kept, last.length);
        return tail;
    }

    private long[] startsAt(boolean[] begins) {
        long[] starts = new long[begins.length + 1];
        int count = 0;
        for (int i = 0; i < begins.length; i++) {
            if (begins[i]) {
                starts[count++] = payload[i];
            }
        }
        starts[count++] = payload[begins.length];
        return Arrays.copyOf(starts, count);
    }

    /** Frames that begin anywhere: the whole payload is read once. */
    private long @Nullable [] byWalk(Codestream form, int announced) throws IOException {
        if (form != Codestream.JPEG && form != Codestream.JPEG_2000) {
            return null;
        }
        try (InputStream in = EncapsulatedFrames.open(fragments, payload)) {
            return new CodestreamWalk(in, form).starts(announced, payload[payload.length - 1]);
        }
    }

    private void deviate(String problem) {
        deviations.accept(new Deviation(
                problem, Tag.PixelData, fragments.count() == 0 ? -1 : Math.max(-1, fragments.offset(0) - 8)));
    }
}
