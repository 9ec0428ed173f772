package org.diconde4j.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.pixel.Frames;
import org.diconde4j.pixel.ImageDescription;
import org.diconde4j.pixel.Overlay;
import org.diconde4j.pixel.Palette;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;
import org.diconde4j.pixel.PixelPadding;
import org.diconde4j.pixel.PixelPlace;

/**
 * What is known of the pixels of a file, for people.
 *
 * @param terminal where to
 * @param object the file
 * @param frames its frames
 */
record PixelReport(Terminal terminal, DicomObject object, Frames frames) {
    private static final int ROWS = 20;

    void print(int first, int end) throws IOException {
        try (Table table = new Table(terminal.out(), List.of("pixels", ""))) {
            TransferSyntax syntax = object.transferSyntax();
            table.row(List.of("transfer syntax", syntax.name() + " (" + syntax.uid() + ")"));
            describe(table);
            table.row(List.of("frames", frames.count() + ", " + found()));
            for (PixelPlace place : PixelPlace.all(object.dataset())) {
                if (place.item() != object.dataset()) {
                    table.row(List.of(place.path(), describe(place)));
                }
            }
        }
        terminal.out().println();
        try (Table table = new Table(terminal.out(), List.of("frame", "offset", "bytes"))) {
            for (int i = first; i < Math.min(end, first + ROWS); i++) {
                table.row(List.of(
                        String.valueOf(i + 1),
                        String.valueOf(frames.offset(i)),
                        frames.length(i) + (frames.isCutShort(i) ? ", cut short" : "")));
            }
        }
        if (end - first > ROWS) {
            terminal.out().println("and " + (end - first - ROWS) + " more; --frame N shows one of them");
        }
    }

    private String found() {
        return switch (frames.location()) {
            case NATIVE -> "native";
            case BASIC_OFFSET_TABLE -> "by the Basic Offset Table";
            case EXTENDED_OFFSET_TABLE -> "by the Extended Offset Table";
            case FRAGMENT_PER_FRAME -> "each in a fragment";
            case SINGLE_FRAME -> "in all fragments";
            case SCANNED -> "found by their beginnings";
            case STREAM -> "video: all pictures in one stream";
        };
    }

    private void describe(Table table) {
        ImageDescription image;
        PixelDescription pixels;
        try {
            pixels = frames.description();
            image = ImageDescription.of(object.dataset(), deviation -> {}); // told already
        } catch (PixelException e) {
            table.row(List.of("layout", "not described: " + e.getMessage()));
            return;
        }
        table.row(List.of("columns × rows", pixels.columns() + " × " + pixels.rows()));
        table.row(List.of(
                "samples",
                pixels.samplesPerPixel() + ", " + pixels.photometricInterpretation()
                        + (pixels.planar() ? ", plane by plane" : "")));
        table.row(List.of(
                "bits",
                pixels.bitsStored() + " of " + pixels.bitsAllocated() + ", high bit " + pixels.highBit() + ", "
                        + lower(pixels.sampleType())));
        table.row(List.of("bytes a native frame", String.valueOf(pixels.frameLength())));
        Palette palette = image.palette();
        if (palette != null) {
            table.row(List.of(
                    palette.supplemental() ? "supplemental palette" : "palette",
                    palette.entries() + " entries of " + palette.bits() + " bits from " + palette.firstMapped()
                            + (palette.segmented() ? ", segmented" : "")
                            + (palette.alpha() ? ", with opacity" : "")));
        }
        PixelPadding padding = image.padding();
        if (padding != null) {
            table.row(List.of(
                    "padding",
                    number(padding.from()) + (padding.to() > padding.from() ? " to " + number(padding.to()) : "")));
        }
        for (Overlay overlay : image.overlays()) {
            table.row(List.of(String.format(Locale.ROOT, "overlay %04X", overlay.group()), describe(overlay)));
        }
        if (!image.transforms().isEmpty()) {
            table.row(List.of(
                    "for display",
                    image.transforms().stream().map(PixelReport::lower).collect(Collectors.joining(", "))));
        }
    }

    private static String describe(Overlay overlay) {
        List<String> parts = new ArrayList<>();
        parts.add(overlay.columns() + " × " + overlay.rows() + (overlay.frames() > 1 ? " × " + overlay.frames() : ""));
        parts.add("at column " + overlay.originColumn() + ", row " + overlay.originRow());
        if (overlay.isEmbedded()) {
            parts.add("in bit " + overlay.bitPosition() + " of the pixels");
        }
        if (!overlay.label().isEmpty()) {
            parts.add(overlay.label());
        }
        return String.join(", ", parts);
    }

    private String describe(PixelPlace place) throws IOException {
        try {
            Frames inner = place.frames(object.transferSyntax(), deviation -> {});
            return inner.description().toString();
        } catch (PixelException e) {
            return "not described: " + e.getMessage();
        }
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1L << 53
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
