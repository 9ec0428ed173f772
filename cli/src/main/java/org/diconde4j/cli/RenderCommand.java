package org.diconde4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.diconde4j.io.DicomReader;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.render.Rendering;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A picture of a frame. */
@Command(
        name = "render",
        header = "Draw a frame of a file as it is meant to be seen.",
        description = {
            "",
            "Rescaling, windows and lookup tables, shutters, overlays and palettes are applied. Without --window, the first "
                    + "one of the image is taken; where it has none, a range that leaves a hundredth of the pixels out at "
                    + "either end, and of images of up to 8 bits all values. Frames and windows are counted from 1. A file "
                    + "that is there is not touched."
        },
        footer = {
            "  diconde4j render weld.dcm --out weld.png",
            "  diconde4j render weld.dcm --window 20000,8000 --region 100,50,640,480 --out part.png",
            "  diconde4j render weld.dcm --state evaluated.dcm --out evaluated.png",
            "  diconde4j render volume.dcm --frame 12 --window auto --size 256x256 --out small.jpg",
            "  diconde4j render weld.dcm --window 2 --depth 16 --out weld16.png"
        })
@SuppressWarnings("NullAway.Init")
final class RenderCommand implements Callable<Integer> {
    private static final Pattern REGION = Pattern.compile("(\\d{1,6}),(\\d{1,6}),(\\d{1,6}),(\\d{1,6})");

    private final Terminal terminal;

    @Option(names = "--frame", paramLabel = "N", defaultValue = "1", description = "Which frame, 1 for the first.")
    private int frame;

    @Option(
            names = "--region",
            paramLabel = "X,Y,W,H",
            description = "Only this part: first column and row, counted from 0, width and height.")
    private @Nullable String region;

    @Option(
            names = "--state",
            paramLabel = "PR",
            description = "A presentation state: a DICOM file that says how the image is to look.")
    private @Nullable Path state;

    @Option(names = "--no-overlays", description = "Leave overlays out, and text and graphics of the state.")
    private boolean noOverlays;

    @Option(names = "--tolerant", description = "Draw as much of a damaged frame as can be decoded.")
    private boolean tolerant;

    @Mixin
    private PictureOption picture = new PictureOption();

    @Parameters(paramLabel = "FILE", description = "A DICOM file.")
    private Path file;

    RenderCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        picture.check();
        if (frame < 1) {
            throw new WrongUsage("--frame " + frame + ", expected 1 for the first one");
        }
        Deviations deviations = new Deviations(terminal);
        DicomReader reader = DicomReader.lenient().withTruncatedInput().withDeviations(deviations);
        DecodeOptions options = DecodeOptions.DEFAULT.withDeviations(deviations);
        Rendering rendering = Rendering.of(DicomFile.read(file, reader))
                .frame(frame - 1)
                .decoding(tolerant ? options.withTolerance() : options);
        if (state != null) {
            rendering = rendering.state(DicomFile.read(state, reader).dataset());
        }
        if (region != null) {
            int[] part = PictureOption.numbers(REGION, "--region", region, "X,Y,W,H");
            if (part[2] < 1 || part[3] < 1) {
                throw new WrongUsage("--region " + region + ": width and height are at least 1");
            }
            rendering = rendering.region(part[0], part[1], part[2], part[3]);
        }
        picture.write(noOverlays ? rendering.withoutOverlays() : rendering, terminal);
        return 0;
    }
}
