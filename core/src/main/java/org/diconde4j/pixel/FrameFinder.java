package org.diconde4j.pixel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.diconde4j.data.BulkReader;
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
    /** How many there are, the offset table not counted. */
    private final int count;

    /** A table that is right in itself but has another number of frames than was announced. */
    private int @Nullable [] other;

    FrameFinder(Dataset dataset, Fragments fragments, TransferSyntax syntax, Consumer<Deviation> deviations) {
        this.dataset = dataset;
        this.fragments = fragments;
        this.syntax = syntax;
        this.deviations = deviations;
        this.count = Math.max(0, fragments.count() - 1);
    }

    record Found(EncapsulatedFrames frames, FrameLocation location) {}

    Found find() throws IOException {
        if (count == 0) {
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
            int[] first = accept(OffsetTable.extended(extended, fragments), announced, "Extended Offset Table");
            if (first != null) {
                EncapsulatedFrames padded = new EncapsulatedFrames(fragments, first, null, null);
                return new Found(
                        new EncapsulatedFrames(fragments, first, null, lengths(padded)),
                        FrameLocation.EXTENDED_OFFSET_TABLE);
            }
        }
        if (fragments.length(0) > 0) {
            int[] first = accept(OffsetTable.basic(fragments), announced, "Basic Offset Table");
            if (first != null) {
                return new Found(
                        new EncapsulatedFrames(fragments, first, null, null), FrameLocation.BASIC_OFFSET_TABLE);
            }
        }
        return null;
    }

    private int @Nullable [] accept(OffsetTable table, int announced, String name) {
        int[] first = table.first();
        if (first == null) {
            deviate("the " + name + " is wrong and not used: " + table.problem());
            return null;
        }
        if (table.repaired()) {
            deviate("the " + name + " has offsets over 4 GiB cut to 32 bits");
        }
        if (announced == 0 || first.length - 1 == announced) {
            return first;
        }
        deviate("the " + name + " has " + (first.length - 1) + " entries for " + announced
                + (announced == 1 ? " frame" : " frames"));
        if (dataset.string(Tag.NumberOfFrames) == null) {
            return first; // a multi-frame object that forgot to say so
        }
        other = first;
        return null;
    }

    /** Extended Offset Table Lengths, which leave the padding out; null if they are not there, not right or not needed. */
    private long @Nullable [] lengths(EncapsulatedFrames padded) throws IOException {
        Element element = dataset.get(Tag.ExtendedOffsetTableLengths);
        int frames = padded.count();
        if (element == null || element.length() != 8L * frames) {
            deviate("expected " + frames + " Extended Offset Table Lengths, found "
                    + (element == null ? 0 : element.length() / 8));
            return null;
        }
        long[] lengths = OffsetTable.longs(element);
        boolean shorter = false;
        for (int i = 0; i < frames; i++) {
            long most = padded.length(i);
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
        EncapsulatedFrames frames = form == Codestream.OTHER ? null : byFragments(form, announced);
        if (frames == null && announced > 0) {
            frames = byWalk(form, announced);
        }
        if (frames != null) {
            deviate("found " + frames.count() + " frames in " + count
                    + " fragments by their beginnings, as no offset table says where they are");
            return new Found(frames, FrameLocation.SCANNED);
        }
        if (other != null) {
            return new Found(new EncapsulatedFrames(fragments, other, null, null), FrameLocation.BASIC_OFFSET_TABLE);
        }
        if (announced == 0) {
            return new Found(EncapsulatedFrames.whole(fragments), FrameLocation.SINGLE_FRAME);
        }
        throw new PixelException("cannot tell the " + announced + " frames of " + syntax.name() + " apart: there are "
                + count + " fragments, no offset table that is right, and "
                + (form == Codestream.OTHER ? "nothing to look for in this syntax" : "not as many beginnings of frames")
                + "; expected a fragment for each frame, or a Basic or Extended Offset Table");
    }

    /** Frames that begin with a fragment, told by the first and last bytes of fragments. */
    private @Nullable EncapsulatedFrames byFragments(Codestream form, int announced) throws IOException {
        boolean[] begins = new boolean[count];
        boolean[] follows = new boolean[count];
        follows[0] = true;
        try (BulkReader reader = fragments.reader()) {
            for (int i = 0; i < count; i++) {
                byte[] look = new byte[Codestream.LOOK];
                int length = (int) Math.min(look.length, fragments.length(i + 1));
                reader.read(fragments.offset(i + 1), ByteBuffer.wrap(look, 0, length));
                begins[i] = form.isStart(look, length);
                if (i + 1 < count) {
                    long last = fragments.offset(i + 1) + fragments.length(i + 1) - length;
                    reader.read(last, ByteBuffer.wrap(look, 0, length));
                    follows[i + 1] = form.isEnd(look, length);
                }
            }
        }
        boolean[] both = new boolean[count];
        for (int i = 0; i < count; i++) {
            both[i] = begins[i] && follows[i];
        }
        for (boolean[] candidate : new boolean[][] {both, begins, follows}) {
            int[] first = startsAt(candidate);
            if (candidate[0] && (first.length - 1 == announced || announced == 0)) {
                return new EncapsulatedFrames(fragments, first, null, null);
            }
        }
        return null;
    }

    private int[] startsAt(boolean[] begins) {
        int[] first = new int[begins.length + 1];
        int frames = 0;
        for (int i = 0; i < begins.length; i++) {
            if (begins[i]) {
                first[frames++] = i + 1;
            }
        }
        first[frames++] = fragments.count();
        return Arrays.copyOf(first, frames);
    }

    /** Frames that begin anywhere: all fragments are read once. */
    private @Nullable EncapsulatedFrames byWalk(Codestream form, int announced) throws IOException {
        if (form != Codestream.JPEG && form != Codestream.JPEG_2000) {
            return null;
        }
        long end = 0;
        for (int i = 1; i <= count; i++) {
            end += fragments.length(i);
        }
        long[] skip;
        try (InputStream in = EncapsulatedFrames.open(fragments)) {
            skip = new CodestreamWalk(in, form).starts(announced, end);
        }
        if (skip == null) {
            return null;
        }
        int[] first = new int[skip.length];
        int fragment = 1;
        long before = 0;
        for (int i = 0; i < announced; i++) {
            while (skip[i] - before >= fragments.length(fragment)) {
                before += fragments.length(fragment++);
            }
            first[i] = fragment;
            skip[i] -= before;
        }
        first[announced] = fragments.count();
        skip[announced] = 0;
        return new EncapsulatedFrames(fragments, first, skip, null);
    }

    private void deviate(String problem) {
        long offset = fragments.count() == 0 ? -1 : Math.max(-1, fragments.offset(0) - 8);
        deviations.accept(new Deviation(problem, Tag.PixelData, offset));
    }
}
