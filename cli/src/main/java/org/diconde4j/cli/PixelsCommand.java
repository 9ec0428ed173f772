package org.diconde4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.FrameCodecs;
import org.diconde4j.pixel.FrameReader;
import org.diconde4j.pixel.Frames;
import org.diconde4j.render.StoredPicture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The pixels of a file. */
@Command(
        name = "pixels",
        header = "Describe the pixels of a file, say where each frame is, or write frames.",
        description = {
            "",
            "Frames are counted from 1, as DICOM does. Without --frame, all are written one after the other. A file that is "
                    + "there is not touched."
        },
        footer = {
            "  diconde4j pixels volume.dcm",
            "  diconde4j pixels volume.dcm --frame 1024 --raw slice.bin",
            "  diconde4j pixels volume.dcm --frame 1024 --png slice.png",
            "  diconde4j pixels photo.dcm --frame 1 --stored photo.jpg"
        })
@SuppressWarnings("NullAway.Init")
final class PixelsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--frame", paramLabel = "N", description = "Only this frame, 1 for the first.")
    private @Nullable Integer frame;

    @Option(
            names = "--raw",
            paramLabel = "OUT",
            description =
                    "Write decoded samples: little endian, each in Bits Allocated, single bits from the lowest on.")
    private @Nullable Path raw;

    @Option(
            names = "--png",
            paramLabel = "OUT",
            description =
                    "Write one decoded frame as a PNG picture: its stored values, shifted to fill 8 or 16 bits, without a "
                            + "window; colours as RGB.")
    private @Nullable Path png;

    @Option(
            names = "--stored",
            paramLabel = "OUT",
            description = "Write compressed frames as they stand in the file, fragments joined.")
    private @Nullable Path stored;

    @Parameters(paramLabel = "FILE", description = "A DICOM file.")
    private Path file;

    PixelsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Deviations deviations = new Deviations(terminal);
        DicomReader reader = DicomReader.lenient()
                .withTruncatedInput()
                .withDeviations(deviations)
                .withBulkFrom(1); // so that offsets are those in the file
        DicomObject object = DicomFile.read(file, reader);
        Frames frames = Frames.of(object.dataset(), object.transferSyntax(), deviations);
        if (frame != null && (frame < 1 || frame > frames.count())) {
            throw new WrongUsage("--frame " + frame + ", expected 1 to " + frames.count());
        }
        int first = frame == null ? 0 : frame - 1;
        int end = frame == null ? frames.count() : frame;
        if (raw != null) {
            raw(frames, first, end, raw);
        }
        if (png != null) {
            if (end - first != 1) {
                throw new WrongUsage("--png writes one frame of " + frames.count() + ": say which with --frame");
            }
            png(frames, object, first, png);
        }
        if (stored != null) {
            NewFile.write(stored, out -> {
                for (int i = first; i < end; i++) {
                    try (InputStream in = frames.open(i)) {
                        in.transferTo(out);
                    }
                }
            });
        }
        if (raw == null && png == null && stored == null) {
            new PixelReport(terminal, object, frames).print(first, end);
        }
        return 0;
    }

    private void png(Frames frames, DicomObject object, int frame, Path target) throws IOException {
        try (FrameReader reader = FrameReader.open(frames, FrameCodecs.installed(), DecodeOptions.DEFAULT)) {
            StoredPicture picture = StoredPicture.of(reader.description(), object.dataset());
            NewFile.write(target, out -> picture.writePng(reader.read(frame), out));
            terminal.out().println(target + ": " + reader.description().withFrames(1));
        }
    }

    private void raw(Frames frames, int first, int end, Path target) throws IOException {
        try (FrameReader reader = FrameReader.open(frames, FrameCodecs.installed(), DecodeOptions.DEFAULT)) {
            NewFile.write(target, out -> {
                for (int i = first; i < end; i++) {
                    ByteBuffer pixels = reader.read(i);
                    out.write(pixels.array(), pixels.arrayOffset(), pixels.limit());
                }
            });
            terminal.out()
                    .println(target + ": " + (end - first) + " × "
                            + reader.description().withFrames(1));
        }
    }
}
